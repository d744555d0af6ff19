// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hosting/hosting.h"

#include "app/base/logging.h"
#include "app/hosting/embedded_server.h"

#include <QCoreApplication>
#include <QDir>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;

namespace {

constexpr std::chrono::milliseconds lookInterval {200};
// How long the program that has the lock may take to say where it listens.
constexpr std::chrono::seconds patience {10};

} // namespace

Hosting::Hosting(QString folder, QObject *parent)
    : QObject(parent)
    , m_file(folder)
    , m_folder(std::move(folder))
{
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &Hosting::look);
}

Hosting::~Hosting()
{
    m_server.reset(); // first: the lock goes when the data is closed
}

void Hosting::begin()
{
    if (m_state == State::Starting)
        return;
    if (m_state == State::Hosting) {
        Q_EMIT ready(m_hosted, true);
        return;
    }
    m_state = State::Looking;
    m_patience = QDeadlineTimer(patience);
    m_joined.clear();
    m_look.start();
    look();
}

void Hosting::lookForNewHost()
{
    if (m_state == State::Joined && !m_look.isActive())
        m_look.start();
}

void Hosting::foundAgain()
{
    if (m_state == State::Joined)
        m_look.stop();
}

void Hosting::look()
{
    if (m_file.take()) {
        m_look.stop();
        startServer(m_file.lastPort());
        return;
    }
    const auto host = m_file.host();
    if (host && *host != m_joined) {
        m_state = State::Joined;
        m_look.stop();
        m_joined = *host;
        qCInfo(lcApp, "Another Samsa on this computer hosts at %ls: joining it",
               qUtf16Printable(host->toString()));
        Q_EMIT ready(*host, false);
    } else if (m_state == State::Looking && m_file.isUnwritable()) {
        giveUp(tr("The folder %1 cannot be written, and the server on this computer keeps there "
                  "what is said.")
                   .arg(QDir::toNativeSeparators(m_folder)));
    } else if (m_state == State::Looking && m_patience.hasExpired()) {
        giveUp(tr("Another Samsa on this computer works with the same data, but does not say "
                  "where it can be reached. Close it and try again."));
    }
}

void Hosting::giveUp(const QString &why)
{
    m_state = State::Idle;
    m_look.stop();
    Q_EMIT failed({Code::StartFailed, why});
}

void Hosting::startServer(quint16 port)
{
    m_state = State::Starting;
    if (!m_server)
        m_server = std::make_unique<EmbeddedServer>();
    Options options;
    options.address = QHostAddress(QHostAddress::LocalHost);
    options.port = port;
    options.dataDir = m_folder;
    options.workers = 1; // a few people; the desktop needs the other cores
    m_server->start(options, [this, port](const protocol::Result<quint16> &result) {
        if (m_state != State::Starting)
            return; // it is stopped already
        if (result) {
            started(*result);
        } else if (port != 0) {
            startServer(0); // somebody else listens there now; the announcement tells the others
        } else {
            m_file.release();
            giveUp(tr("The server on this computer could not be started: %1")
                       .arg(result.error().sentence));
        }
    });
}

void Hosting::started(quint16 port)
{
    QUrl server;
    server.setScheme(u"http"_s);
    server.setHost(u"127.0.0.1"_s);
    server.setPort(port);
    m_state = State::Hosting;
    m_hosted = server;
    if (const auto announced = m_file.announce(server); !announced) {
        qCWarning(lcApp, "Other programs on this computer will not find this server: %ls",
                  qUtf16Printable(announced.error().sentence));
    }
    Q_EMIT ready(server, true);
}

void Hosting::stop()
{
    m_look.stop();
    if (!m_server) {
        m_state = State::Idle;
        Q_EMIT stopped();
        return;
    }
    m_state = State::Stopping;
    m_server->stop([this] {
        m_state = State::Idle;
        m_file.release();
        Q_EMIT stopped();
    });
}

} // namespace samsa::app

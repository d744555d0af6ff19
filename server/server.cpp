// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/server.h"

#include "server/assembly.h"
#include "server/observe/logging.h"

#include <QElapsedTimer>

namespace samsa {

using namespace Qt::Literals::StringLiterals;

Server::Server(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

Server::~Server()
{
    stop();
}

protocol::Result<void> Server::start()
{
    if (m_assembly)
        return {};
    auto assembly = std::make_unique<Assembly>(m_options);
    if (auto started = assembly->start(); !started) {
        qCCritical(lcServer) << "not started:" << started.error().sentence;
        Q_EMIT failed(started.error());
        return started;
    }
    m_assembly = std::move(assembly);
    if (port() != 0) {
        qCInfo(lcServer).noquote() << "listening on" << address();
        Q_EMIT listening(port());
    }
    return {};
}

void Server::stop()
{
    if (!m_assembly)
        return;
    QElapsedTimer timer;
    timer.start();
    m_assembly.reset();
    qCInfo(lcServer) << "stopped after" << timer.elapsed() << "ms";
    Q_EMIT stopped();
}

bool Server::isRunning() const
{
    return m_assembly != nullptr;
}

quint16 Server::port() const
{
    return m_assembly ? m_assembly->acceptor().serverPort() : quint16(0);
}

quint16 Server::statusPort() const
{
    return m_assembly ? m_assembly->statusPort() : quint16(0);
}

QString Server::address() const
{
    if (port() == 0)
        return {};
    const QHostAddress host = m_assembly->acceptor().serverAddress();
    return (host.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]:%2"_s : u"%1:%2"_s)
        .arg(host.toString())
        .arg(port());
}

const Options &Server::options() const
{
    return m_options;
}

} // namespace samsa

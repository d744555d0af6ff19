// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "haproxy.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int launches = 3;
constexpr std::chrono::seconds readyWithin {10};
} // namespace

HaProxy::~HaProxy()
{
    m_process.kill();
    m_process.waitForFinished(10'000);
}

QString HaProxy::program()
{
    // Distributions keep it where the PATH of a person does not look.
    const QString found = QStandardPaths::findExecutable(u"haproxy"_s, {u"/usr/sbin"_s});
    return found.isEmpty() ? QStandardPaths::findExecutable(u"haproxy"_s) : found;
}

bool HaProxy::start(const QStringList &gateways)
{
    if (program().isEmpty()) {
        m_error = u"haproxy is not installed"_s;
        return false;
    }
    m_process.setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    // A port that was free a moment ago may be taken by somebody else's test: then another.
    for (int i = 0; i < launches; ++i) {
        QTcpServer free;
        if (!free.listen(QHostAddress::LocalHost))
            break;
        m_port = free.serverPort();
        free.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SAMSA_PROXY_BIND"_s, u"127.0.0.1:%1"_s.arg(m_port));
        for (int k = 0; k < gateways.size(); ++k)
            environment.insert(u"SAMSA_GATEWAY_%1"_s.arg(k + 1), gateways.at(k));
        m_process.setProcessEnvironment(environment);
        m_process.start(program(),
                        {u"-db"_s, u"-f"_s, u"" SAMSA_SOURCE_DIR "/packaging/proxy/haproxy.cfg"_s});
        if (waitUntilReady())
            return true;
        m_process.kill();
        m_process.waitForFinished(10'000);
        m_error = QString::fromUtf8(m_process.readAll());
    }
    return false;
}

QByteArray HaProxy::log()
{
    m_log += m_process.readAll();
    return m_log;
}

bool HaProxy::waitUntilReady()
{
    const QDeadlineTimer deadline(readyWithin);
    while (!deadline.hasExpired()) {
        // The pause between two attempts, which notices when it gives up.
        if (m_process.waitForFinished(50) || m_process.state() == QProcess::NotRunning)
            return false;
        QTcpSocket probe;
        probe.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (probe.waitForConnected(1000))
            return true;
    }
    return false;
}

} // namespace samsa::test

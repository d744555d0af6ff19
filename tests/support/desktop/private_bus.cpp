// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/desktop/private_bus.h"

#include <QDeadlineTimer>
#include <QUuid>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int startsWithin = 20'000; // ms

} // namespace

PrivateBus::~PrivateBus()
{
    for (const QString &name : std::as_const(m_connections))
        QDBusConnection::disconnectFromBus(name);
    stop();
}

bool PrivateBus::start()
{
#ifdef Q_OS_LINUX
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    m_process.start(u"dbus-daemon"_s,
                    {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s,
                     u"--address=unix:path="_s + m_folder.filePath(u"bus"_s)});
    const QDeadlineTimer deadline(startsWithin);
    while (!m_process.canReadLine() && !deadline.hasExpired()
           && m_process.state() != QProcess::NotRunning)
        m_process.waitForReadyRead(200);
    m_address = QString::fromLatin1(m_process.readLine().trimmed());
    return !m_address.isEmpty();
}

void PrivateBus::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished(5'000);
}

QDBusConnection PrivateBus::connection()
{
    m_connections.append(QUuid::createUuid().toString());
    return QDBusConnection::connectToBus(m_address, m_connections.constLast());
}

} // namespace samsa::test

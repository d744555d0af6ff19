// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/server_process.h"

#include <QDeadlineTimer>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

ServerProcess::ServerProcess(QStringList moreArguments)
    : m_moreArguments(std::move(moreArguments))
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

ServerProcess::~ServerProcess()
{
    m_process.terminate();
    if (!m_process.waitForFinished(5'000))
        kill();
}

bool ServerProcess::start()
{
    const QStringList arguments {u"--listen"_s,   u"127.0.0.1:%1"_s.arg(m_port),
                                 u"--data-dir"_s, m_folder.path(),
                                 u"--limit"_s,    u"messages-per-second=0"_s};
    m_process.start(QStringLiteral(SAMSA_SERVER_PROGRAM), arguments + m_moreArguments);
    const QDeadlineTimer deadline(60'000);
    QByteArray line;
    while (!deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        if (m_process.canReadLine()) {
            line = m_process.readLine().trimmed();
            if (line.startsWith("listening on ")) {
                m_port = line.mid(line.lastIndexOf(':') + 1).toUShort();
                return m_port != 0;
            }
        } else {
            m_process.waitForReadyRead(200);
        }
    }
    return false;
}

void ServerProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(5'000);
}

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server_program.h"

#include <QDeadlineTimer>
#include <QRegularExpression>

#ifdef Q_OS_UNIX
#include <csignal>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int patience = 30'000;
}

ServerProgram::ServerProgram(QString program)
    : m_program(std::move(program))
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    // Where things are, and what the sanitizers are told.
    for (const QString &name :
         {u"PATH"_s, u"HOME"_s, u"TMPDIR"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s,
          u"UBSAN_OPTIONS"_s, u"TSAN_OPTIONS"_s, u"LSAN_OPTIONS"_s}) {
        if (own.contains(name))
            environment.insert(name, own.value(name));
    }
#ifdef Q_OS_LINUX
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
}

ServerProgram::~ServerProgram()
{
    kill();
}

bool ServerProgram::start(const QStringList &arguments)
{
    QStringList all = arguments;
    if (!all.contains(u"--listen"_s))
        all += {u"--listen"_s, u"127.0.0.1:0"_s};
    static const QRegularExpression line(u"^listening on \\S+:(\\d+)\\n"_s,
                                         QRegularExpression::MultilineOption);
    const auto port = startAndAwait(all, line);
    m_port = port ? port->toUShort() : quint16(0);
    return port.has_value();
}

bool ServerProgram::startPersister(const QStringList &arguments)
{
    static const QRegularExpression line(u"^persisting the topic (\\S+)\\n"_s,
                                         QRegularExpression::MultilineOption);
    return startAndAwait(arguments + QStringList {u"--role"_s, u"persister"_s}, line).has_value();
}

/// What the line captured.
std::optional<QString> ServerProgram::startAndAwait(const QStringList &arguments,
                                                    const QRegularExpression &line)
{
    m_output.clear();
    m_errors.clear();
    m_process.setProcessEnvironment(environment);
    m_process.start(m_program, arguments);
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired()) {
        const auto match = line.match(QString::fromUtf8(output()));
        if (match.hasMatch())
            return match.captured(1);
        if (!m_process.waitForReadyRead(int(deadline.remainingTime())))
            break;
    }
    qWarning("samsa-server did not start: %s", errors().constData());
    return std::nullopt;
}

int ServerProgram::run(const QStringList &arguments)
{
    m_output.clear();
    m_errors.clear();
    m_process.setProcessEnvironment(environment);
    m_process.start(m_program, arguments);
    return waitForFinished() && m_process.exitStatus() == QProcess::NormalExit
        ? m_process.exitCode()
        : -1;
}

void ServerProgram::signal(int number)
{
#ifdef Q_OS_UNIX
    if (m_process.processId() > 0)
        ::kill(static_cast<pid_t>(m_process.processId()), number);
#else
    Q_UNUSED(number)
#endif
}

void ServerProgram::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(patience);
}

bool ServerProgram::waitForFinished()
{
    return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(patience);
}

QByteArray ServerProgram::output()
{
    m_output += m_process.readAllStandardOutput();
    return m_output;
}

QByteArray ServerProgram::errors()
{
    m_errors += m_process.readAllStandardError();
    return m_errors;
}

} // namespace samsa::test

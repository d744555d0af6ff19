// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/testbed.h"

#include <QFile>
#include <QHostAddress>
#include <QTcpServer>

#include <csignal>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using test::ServerProgram;

namespace {

constexpr int startAttempts = 5;

} // namespace

quint16 Testbed::freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

QStringList Testbed::commonArguments()
{
    QStringList arguments;
    for (const auto &limit : {u"messages-per-second=0"_s, u"claims-per-minute=0"_s,
                              u"rooms-per-minute=0"_s, u"heart-beat-ms=1000"_s})
        arguments += {u"--limit"_s, limit};
    return arguments;
}

bool Testbed::restart(ServerProgram &program, const QStringList &arguments, bool persister)
{
    for (int attempt = 0; attempt < startAttempts; ++attempt) {
        if (persister ? program.startPersister(arguments) : program.start(arguments))
            return true;
        program.kill();
    }
    m_error = u"A server did not start again: %1"_s.arg(QString::fromUtf8(program.errors()));
    return false;
}

void Testbed::keepLog(ServerProgram &program, const QString &file)
{
    QFile out(file);
    if (out.open(QIODevice::WriteOnly))
        out.write(program.errors());
}

void Testbed::addFaultsOf(const QString &name, int targets,
                          const std::function<ServerProgram &(int)> &program,
                          const std::function<bool(int)> &startAgain, double longestSleep)
{
    m_faults.push_back({{u"kill -9 of %1"_s.arg(name), targets, 0.1, 3},
                        [program](int target) {
                            program(target).kill();
                            return true;
                        },
                        startAgain});
    const auto signal = [program](int number) {
        return [program, number](int target) {
            program(target).signal(number);
            return true;
        };
    };
    m_faults.push_back({{u"SIGSTOP of %1"_s.arg(name), targets, longestSleep / 3, longestSleep},
                        signal(SIGSTOP),
                        signal(SIGCONT)});
}

} // namespace samsa::chaos

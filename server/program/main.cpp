// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// samsa-server. Exit status: 0 ended as asked, 1 could not start, a command failed, or it was told
// twice to end, 2 wrong options.

#include "server/base/unix_signals.h"
#include "server/observe/logging.h"
#include "server/program/invocation.h"
#include "server/server.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

constexpr int failed = 1;
constexpr int wrongOptions = 2;

void print(FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

int statusOf(const samsa::protocol::Result<void> &result)
{
    using namespace Qt::Literals::StringLiterals;
    if (result)
        return 0;
    print(stderr, u"samsa-server: %1\n"_s.arg(result.error().sentence));
    return result.error().code == samsa::protocol::Code::OptionInvalid ? wrongOptions : failed;
}

} // namespace

int main(int argc, char *argv[])
{
    using namespace Qt::Literals::StringLiterals;

    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"samsa-server"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(SAMSA_VERSION));

    const auto invocation = samsa::readInvocation(QCoreApplication::arguments(),
                                                  QProcessEnvironment::systemEnvironment());
    if (!invocation) {
        print(stderr, u"samsa-server: %1\n"_s.arg(invocation.error().sentence));
        return wrongOptions;
    }
    if (invocation->action == samsa::Invocation::Action::Print) {
        print(stdout, invocation->text);
        return 0;
    }

    samsa::installLogging(invocation->options.logFormat);
    if (invocation->action == samsa::Invocation::Action::Command)
        return statusOf(invocation->command->run(invocation->call));
    // Before the start, which may take a while with Kafka away.
    samsa::UnixSignals signalsFromOutside;
    samsa::Server server(invocation->options);
    QObject::connect(&signalsFromOutside, &samsa::UnixSignals::endRequested, &application,
                     &QCoreApplication::quit, Qt::QueuedConnection);
    QObject::connect(&signalsFromOutside, &samsa::UnixSignals::hungUp, &server, [] {
        qCInfo(samsa::lcServer) << "SIGHUP: going on; options are read at start only";
    });

    if (const auto started = server.start(); !started)
        return statusOf(started);
    if (server.port() != 0)
        print(stdout, u"listening on %1\n"_s.arg(server.address()));
    else
        print(stdout, u"persisting the topic %1\n"_s.arg(server.options().topic));
    if (server.statusPort() != 0)
        print(stdout, u"telling how it is at port %1\n"_s.arg(server.statusPort()));
    const int status = QCoreApplication::exec();
    server.stop();
    return status;
}

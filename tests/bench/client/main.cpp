// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// samsa-bench-client fill SERVER-FOLDER PERSON-FOLDER ADDRESS NICKNAME MESSAGES: a server's
// database and an archive of one person with the same messages. samsa-bench-client start|walk BEGUN
// OPTIONS-OF-SAMSA…: starts the desktop program as its main() does, for walk also uses it. JSON on
// standard output; milliseconds. BEGUN: the monotonic clock when this process was to start, in
// nanoseconds.

#include "app/program/translations.h"
#include "app/server_connection/server_address.h"
#include "app/storage/settings.h"
#include "tests/bench/client/fill.h"
#include "tests/bench/client/walk.h"

#include <QJsonDocument>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;

namespace {

int say(const protocol::Error &error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.sentence));
    return 1;
}

int fill(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto server = app::parseServerAddress(arguments.value(4));
    if (!server)
        return say(server.error());
    const auto filled =
        bench::fill({arguments.value(2), arguments.value(3), *server, arguments.value(5)},
                    arguments.value(6).toInt());
    return filled ? 0 : say(filled.error());
}

QStringList optionsOfSamsa(int argc, char **argv)
{
    QStringList options {u"samsa"_s};
    for (int i = 3; i < argc; ++i)
        options.append(QString::fromLocal8Bit(argv[i]));
    return options;
}

bool run(bench::Walk &walk, bench::WatchedApplication::Clock::time_point begun, bool onlyStart)
{
    if (!walk.start(begun))
        return false;
    if (onlyStart)
        return true;
    const bool walked = walk.changeRooms() && walk.jumpToDates() && walk.scroll();
    walk.noteMemory();
    return walked;
}

} // namespace

int main(int argc, char *argv[])
{
    const QByteArray mode(argc > 1 ? argv[1] : "");
    if (mode == "fill" && argc == 7)
        return fill(argc, argv);
    if ((mode != "start" && mode != "walk") || argc < 4) {
        std::fputs("samsa-bench-client fill SERVER-FOLDER PERSON-FOLDER ADDRESS NICKNAME MESSAGES\n"
                   "samsa-bench-client start|walk BEGUN OPTIONS-OF-SAMSA...\n",
                   stderr);
        return 2;
    }
    const bench::WatchedApplication::Clock::time_point begun {
        std::chrono::nanoseconds(QByteArray(argv[2]).toLongLong())};
    QCoreApplication::setApplicationName(u"samsa"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(SAMSA_VERSION));
    const auto options = app::parseProgramOptions(optionsOfSamsa(argc, argv));
    if (!options)
        return say(options.error());
    qputenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
    bench::WatchedApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    app::installTranslations(options->language.value_or(QString()));
    ui::applyTheme(options->theme.value_or(ui::Scheme::Light));
    bench::Walk walk(application, *options);
    const bool done = run(walk, begun, mode == "start");
    std::fputs(QJsonDocument(walk.report()).toJson(QJsonDocument::Indented).constData(), stdout);
    if (!done)
        std::fputs("Something did not happen within 20 seconds.\n", stderr);
    return done ? 0 : 1;
}

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/program.h"
#include "app/program/translations.h"
#include "app/storage/settings.h"
#include "server/base/unix_signals.h"

#include <QApplication>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace {

// Exit statuses.
constexpr int wrongOptions = 2;

/// Before there is a QApplication, which ends the process where there is no display: what is only
/// printed needs none.
samsa::protocol::Result<samsa::app::ProgramOptions> readCommandLine(int &argc, char **argv)
{
    const QCoreApplication withoutWindows(argc, argv);
    return samsa::app::parseProgramOptions(QCoreApplication::arguments());
}

void print(FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
    std::fputc('\n', stream);
}

/// Qt on Linux asks once, when it starts, whether a screen reader is there, and never finds out
/// about one that is started later: people start one in the middle of the day. So it is to be ready
/// always. Without a listener it sends nothing: it knows who asked for which events.
void listenForAssistiveTechnology()
{
#ifdef Q_OS_LINUX
    constexpr const char *alwaysOn = "QT_LINUX_ACCESSIBILITY_ALWAYS_ON";
    if (!qEnvironmentVariableIsSet(alwaysOn))
        qputenv(alwaysOn, "1");
#endif
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication::setApplicationName(u"samsa"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(SAMSA_VERSION));
    const auto parsed = readCommandLine(argc, argv);
    if (!parsed) {
        print(stderr, u"samsa: "_s + parsed.error().sentence);
        return wrongOptions;
    }
    const samsa::app::ProgramOptions &options = *parsed;
    if (!options.answer.isEmpty()) {
        print(stdout, options.answer);
        return 0;
    }

    listenForAssistiveTechnology();
    QApplication application(argc, argv);
    QApplication::setDesktopFileName(u"samsa"_s);
    QApplication::setQuitOnLastWindowClosed(false); // a server may have to be stopped after it
    {
        const samsa::app::Settings settings(options.dataFolder);
        samsa::app::installTranslations(
            options.language.value_or(settings.get(samsa::app::settings::language)));
        samsa::ui::applyTheme(options.theme.value_or(settings.get(samsa::app::settings::theme)));
    }
    samsa::app::Program program(options);
    QObject::connect(&program, &samsa::app::Program::finished, &application, &QApplication::quit,
                     Qt::QueuedConnection);
    // The end of the desktop session, or of the terminal: the hosted server is stopped in order.
    const samsa::UnixSignals signals;
    QObject::connect(&signals, &samsa::UnixSignals::endRequested, &program,
                     &samsa::app::Program::quit);
    QObject::connect(&signals, &samsa::UnixSignals::hungUp, &program, &samsa::app::Program::quit);
    if (const auto started = program.start(); !started) {
        print(stderr, u"samsa: "_s + started.error().sentence);
        return wrongOptions;
    }
    return QApplication::exec();
}

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program_options.h"

#include "app/server_address.h"

#include <QCommandLineParser>
#include <QRegularExpression>
#include <QStandardPaths>

namespace samsa::app {

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr int shortestInterval = 100;
constexpr int longestInterval = 60'000;

/// English on purpose: a command line is read by scripts and by those who write them.
struct Parser
{
    QCommandLineParser parser;
    QCommandLineOption dataDir {
        QStringLiteral("data-dir"),
        QStringLiteral("Keep settings, messages that wait and the hosted data in DIR."),
        QStringLiteral("DIR")};
    QCommandLineOption server {
        QStringLiteral("server"),
        QStringLiteral("Join the server at ADDRESS, such as 127.0.0.1:8642 or https://host."),
        QStringLiteral("ADDRESS")};
    QCommandLineOption host {
        QStringLiteral("host"),
        QStringLiteral("Host on this computer, or join the Samsa that already does.")};
    QCommandLineOption nickname {QStringLiteral("nickname"), QStringLiteral("The nickname."),
                                 QStringLiteral("NAME")};
    QCommandLineOption transport {QStringLiteral("transport"),
                                  QStringLiteral("How messages come: polling or live."),
                                  QStringLiteral("KIND")};
    QCommandLineOption interval {QStringLiteral("interval"),
                                 QStringLiteral("Poll every MS milliseconds (100 to 60000)."),
                                 QStringLiteral("MS")};
    QCommandLineOption room {QStringLiteral("room"),
                             QStringLiteral("Open the room NAME; make it if it is not there."),
                             QStringLiteral("NAME")};
    QCommandLineOption theme {QStringLiteral("theme"),
                              QStringLiteral("Colours: system, light or dark."),
                              QStringLiteral("THEME")};
    QCommandLineOption language {QStringLiteral("language"), QStringLiteral("en or ko."),
                                 QStringLiteral("LANGUAGE")};
    QCommandLineOption geometry {
        QStringLiteral("geometry"),
        QStringLiteral("Size and place of the window, such as 800x600+0+0."),
        QStringLiteral("WxH+X+Y")};
    QCommandLineOption transcript {
        QStringLiteral("transcript"),
        QStringLiteral(
            "Append every message that the window shows to FILE, one JSON object a line."),
        QStringLiteral("FILE")};
    QCommandLineOption help {{QStringLiteral("h"), QStringLiteral("help")},
                             QStringLiteral("Print this and end.")};
    QCommandLineOption version {{QStringLiteral("v"), QStringLiteral("version")},
                                QStringLiteral("Print the version and end.")};

    Parser()
    {
        parser.setApplicationDescription(
            QStringLiteral("Samsa: group chat on a log. With --nickname and --server or --host "
                           "it joins without asking."));
        parser.addOptions({server, host, nickname, transport, interval, room, theme, language,
                           geometry, dataDir, transcript, help, version});
    }

    std::optional<QString> text(const QCommandLineOption &option) const
    {
        return parser.isSet(option) ? std::optional(parser.value(option)) : std::nullopt;
    }
};

Error invalid(const QString &sentence)
{
    return {Code::OptionInvalid, sentence};
}

Result<void> readTransport(const Parser &line, ProgramOptions &options)
{
    const auto transport = line.text(line.transport);
    if (!transport) {
        return {};
    }
    if (*transport == QLatin1StringView("polling")) {
        options.transport = ui::TransportKind::Polling;
    } else if (*transport == QLatin1StringView("live")) {
        options.transport = ui::TransportKind::Live;
    } else {
        return invalid(
            QStringLiteral("--transport is polling or live, not \"%1\".").arg(*transport));
    }
    return {};
}

Result<void> readInterval(const Parser &line, ProgramOptions &options)
{
    const auto interval = line.text(line.interval);
    if (!interval) {
        return {};
    }
    bool isNumber = false;
    const int milliseconds = interval->toInt(&isNumber);
    if (!isNumber || milliseconds < shortestInterval || milliseconds > longestInterval) {
        return invalid(QStringLiteral("--interval is %1 to %2 milliseconds, not \"%3\".")
                           .arg(shortestInterval)
                           .arg(longestInterval)
                           .arg(*interval));
    }
    options.pollingInterval = std::chrono::milliseconds(milliseconds);
    return {};
}

Result<void> readChoice(const Parser &line, const QCommandLineOption &option,
                        const QStringList &allowed, std::optional<QString> &value)
{
    value = line.text(option);
    if (value && !allowed.contains(*value)) {
        return invalid(
            QStringLiteral("--%1 is one of %2, not \"%3\".")
                .arg(option.names().constFirst(), allowed.join(QStringLiteral(", ")), *value));
    }
    return {};
}

Result<void> readGeometry(const Parser &line, ProgramOptions &options)
{
    const auto geometry = line.text(line.geometry);
    if (!geometry) {
        return {};
    }
    static const QRegularExpression form(
        QStringLiteral("^(\\d{2,5})x(\\d{2,5})([+-]\\d{1,5})([+-]\\d{1,5})$"));
    const auto match = form.match(*geometry);
    if (!match.hasMatch()) {
        return invalid(
            QStringLiteral("--geometry looks like 800x600+0+0, not \"%1\".").arg(*geometry));
    }
    options.geometry = QRect(match.captured(3).toInt(), match.captured(4).toInt(),
                             match.captured(1).toInt(), match.captured(2).toInt());
    return {};
}

Result<void> readServer(const Parser &line, ProgramOptions &options)
{
    options.server = line.text(line.server);
    options.host = line.parser.isSet(line.host);
    if (options.server && options.host) {
        return invalid(QStringLiteral("--server and --host exclude each other."));
    }
    if (options.server) {
        if (const auto address = parseServerAddress(*options.server); !address) {
            return address.error();
        }
    }
    return {};
}

} // namespace

Result<ProgramOptions> parseProgramOptions(const QStringList &arguments)
{
    Parser line;
    if (!line.parser.parse(arguments)) {
        return invalid(line.parser.errorText());
    }
    if (!line.parser.positionalArguments().isEmpty()) {
        return invalid(QStringLiteral("\"%1\" is not an option.")
                           .arg(line.parser.positionalArguments().constFirst()));
    }
    ProgramOptions options;
    options.wantsHelp = line.parser.isSet(line.help);
    options.wantsVersion = line.parser.isSet(line.version);
    options.nickname = line.text(line.nickname);
    options.room = line.text(line.room);
    options.transcript = line.text(line.transcript);
    options.dataFolder = line.parser.isSet(line.dataDir)
        ? line.parser.value(line.dataDir)
        : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    for (const auto &read :
         {readServer(line, options), readTransport(line, options), readInterval(line, options),
          readGeometry(line, options),
          readChoice(line, line.theme,
                     {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")},
                     options.theme),
          readChoice(line, line.language, {QStringLiteral("en"), QStringLiteral("ko")},
                     options.language)}) {
        if (!read) {
            return read.error();
        }
    }
    return options;
}

QString programHelp()
{
    return Parser().parser.helpText();
}

} // namespace samsa::app

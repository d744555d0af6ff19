// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/program_options.h"

#include "app/server_connection/server_address.h"
#include "app/storage/setting_table.h"

#include <QCommandLineParser>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// What QGuiApplication, QApplication and the xcb plug-in take out of the command line themselves,
/// with one dash or two: those with a value, and those without.
constexpr std::array qtOptionsWithValue {"platform"_L1,
                                         "platformpluginpath"_L1,
                                         "platformtheme"_L1,
                                         "plugin"_L1,
                                         "qwindowgeometry"_L1,
                                         "qwindowtitle"_L1,
                                         "qwindowicon"_L1,
                                         "session"_L1,
                                         "style"_L1,
                                         "stylesheet"_L1,
                                         "display"_L1,
                                         "title"_L1,
                                         "icon"_L1,
                                         "qmljsdebugger"_L1};
constexpr std::array qtOptionsWithoutValue {"reverse"_L1, "widgetcount"_L1, "nograb"_L1,
                                            "dograb"_L1};

/// What is left is ours. Without an application, Qt has not done this yet.
QStringList withoutQtOptions(const QStringList &arguments)
{
    QStringList ours;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        QStringView name(argument);
        if (i == 0 || !name.startsWith(u'-')) {
            ours.append(argument);
            continue;
        }
        name = name.sliced(name.startsWith(u"--") ? 2 : 1);
        const QStringView beforeValue = name.left(name.indexOf(u'='));
        const auto isIn = [&](const auto &options, QStringView wanted) {
            return std::find(options.begin(), options.end(), wanted) != options.end();
        };
        if (isIn(qtOptionsWithValue, name) || argument == "-geometry"_L1) // ours has two dashes
            ++i;
        else if (!isIn(qtOptionsWithValue, beforeValue) && !isIn(qtOptionsWithoutValue, name))
            ours.append(argument);
    }
    return ours;
}

/// English on purpose: a command line is read by scripts and by those who write them.
struct Parser
{
    QCommandLineParser parser;
    QCommandLineOption dataDir {u"data-dir"_s,
                                u"Keep settings, messages that wait and the hosted data in DIR."_s,
                                u"DIR"_s};
    QCommandLineOption server {
        u"server"_s, u"Join the server at ADDRESS, such as 127.0.0.1:8642 or https://host."_s,
        u"ADDRESS"_s};
    QCommandLineOption host {u"host"_s,
                             u"Host on this computer, or join the Samsa that already does."_s};
    QCommandLineOption nickname {u"nickname"_s, u"The nickname."_s, u"NAME"_s};
    QCommandLineOption transport {u"transport"_s, u"How messages come: polling or live."_s,
                                  u"KIND"_s};
    QCommandLineOption interval {u"interval"_s, u"Poll every MS milliseconds (100 to 60000)."_s,
                                 u"MS"_s};
    QCommandLineOption room {u"room"_s, u"Open the room NAME; make it if it is not there."_s,
                             u"NAME"_s};
    QCommandLineOption theme {u"theme"_s, u"Colours: system, light or dark."_s, u"THEME"_s};
    QCommandLineOption language {u"language"_s, u"en or ko."_s, u"LANGUAGE"_s};
    QCommandLineOption geometry {
        u"geometry"_s, u"Size and place of the window, such as 800x600+0+0."_s, u"WxH+X+Y"_s};
    QCommandLineOption transcript {
        u"transcript"_s,
        u"Append every message that the window shows to FILE, one JSON object a line."_s,
        u"FILE"_s};
    QCommandLineOption help {{u"h"_s, u"help"_s}, u"Print this and end."_s};
    QCommandLineOption version {{u"v"_s, u"version"_s}, u"Print the version and end."_s};

    Parser()
    {
        parser.setApplicationDescription(
            u"Samsa: group chat on a log. With --nickname and --server or --host "
            "it joins without asking."_s);
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

Result<void> readInterval(const Parser &line, ProgramOptions &options)
{
    const auto interval = line.text(line.interval);
    if (!interval)
        return {};
    bool isNumber = false;
    const std::chrono::milliseconds milliseconds(interval->toInt(&isNumber));
    if (!isNumber || milliseconds < settings::shortestPollingInterval
        || milliseconds > settings::longestPollingInterval) {
        return invalid(u"--interval is %1 to %2 milliseconds, not \"%3\"."_s
                           .arg(settings::shortestPollingInterval.count())
                           .arg(settings::longestPollingInterval.count())
                           .arg(*interval));
    }
    options.pollingInterval = milliseconds;
    return {};
}

Error noneOf(const QStringList &allowed, const QCommandLineOption &option, const QString &value)
{
    return invalid(u"--%1 is one of %2, not \"%3\"."_s.arg(option.names().constFirst(),
                                                           allowed.join(u", "_s), value));
}

template <typename T>
Result<void> readNamed(const Parser &line, const QCommandLineOption &option,
                       std::optional<T> &value)
{
    const auto text = line.text(option);
    if (!text)
        return {};
    value = valueNamed<T>(*text);
    if (!value)
        return noneOf(valueNames<T>(), option, *text);
    return {};
}

Result<void> readLanguage(const Parser &line, ProgramOptions &options)
{
    const QStringList languages {u"en"_s, u"ko"_s};
    options.language = line.text(line.language);
    if (options.language && !languages.contains(*options.language))
        return noneOf(languages, line.language, *options.language);
    return {};
}

Result<void> readGeometry(const Parser &line, ProgramOptions &options)
{
    const auto geometry = line.text(line.geometry);
    if (!geometry)
        return {};
    static const QRegularExpression form(u"^(\\d{2,5})x(\\d{2,5})([+-]\\d{1,5})([+-]\\d{1,5})$"_s);
    const auto match = form.match(*geometry);
    if (!match.hasMatch())
        return invalid(u"--geometry looks like 800x600+0+0, not \"%1\"."_s.arg(*geometry));
    options.geometry = QRect(match.captured(3).toInt(), match.captured(4).toInt(),
                             match.captured(1).toInt(), match.captured(2).toInt());
    return {};
}

Result<void> readServer(const Parser &line, ProgramOptions &options)
{
    options.server = line.text(line.server);
    options.host = line.parser.isSet(line.host);
    if (options.server && options.host)
        return invalid(u"--server and --host exclude each other."_s);
    if (options.server) {
        if (const auto address = parseServerAddress(*options.server); !address)
            return address.error();
    }
    return {};
}

} // namespace

Result<ProgramOptions> parseProgramOptions(const QStringList &arguments)
{
    Parser line;
    if (!line.parser.parse(withoutQtOptions(arguments)))
        return invalid(line.parser.errorText());
    if (!line.parser.positionalArguments().isEmpty()) {
        return invalid(
            u"\"%1\" is not an option."_s.arg(line.parser.positionalArguments().constFirst()));
    }
    ProgramOptions options;
    if (line.parser.isSet(line.help))
        options.answer = line.parser.helpText();
    else if (line.parser.isSet(line.version))
        options.answer = u"samsa "_s + QString::fromLatin1(SAMSA_VERSION);
    options.nickname = line.text(line.nickname);
    options.room = line.text(line.room);
    options.transcript = line.text(line.transcript);
    options.dataFolder = line.parser.isSet(line.dataDir)
        ? line.parser.value(line.dataDir)
        : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    for (const auto &read :
         {readServer(line, options), readNamed(line, line.transport, options.transport),
          readInterval(line, options), readGeometry(line, options),
          readNamed(line, line.theme, options.theme), readLanguage(line, options)}) {
        if (!read)
            return read.error();
    }
    return options;
}

} // namespace samsa::app

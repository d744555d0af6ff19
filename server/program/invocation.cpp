// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/program/invocation.h"

#include "server/config/ini_file.h"
#include "server/config/option_table.h"
#include "server/program/option_texts.h"

#include <QCommandLineParser>

#include <algorithm>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Error from(const QString &source, const Error &error)
{
    return Error {Code::OptionInvalid, u"%1: %2"_s.arg(source, error.sentence)};
}

const OptionSpec *findOption(const QString &name)
{
    for (const OptionSpec &spec : optionTable())
        if (name == spec.name)
            return &spec;
    return nullptr;
}

Result<void> applyFile(Options &options, const QString &path)
{
    const auto entries = readIniFile(path);
    if (!entries)
        return entries.error();
    for (const IniEntry &entry : *entries) {
        const QString source = u"%1, line %2"_s.arg(path).arg(entry.line);
        const OptionSpec *spec = findOption(entry.key);
        if (!spec) {
            return from(source,
                        {Code::OptionInvalid, u"there is no option \"%1\""_s.arg(entry.key)});
        }
        if (const auto set = spec->set(options, entry.value); !set)
            return from(source, set.error());
    }
    return {};
}

Result<void> applyEnvironment(Options &options, const QProcessEnvironment &environment)
{
    for (const OptionSpec &spec : optionTable()) {
        const QString name = environmentName(spec);
        if (!environment.contains(name))
            continue;
        const QString value = environment.value(name);
        const QStringList values =
            spec.repeatable() ? value.split(u' ', Qt::SkipEmptyParts) : QStringList(value);
        for (const QString &one : values)
            if (const auto set = spec.set(options, one); !set)
                return from(name, set.error());
    }
    return {};
}

void declareOptions(QCommandLineParser &parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    for (const OptionSpec &spec : optionTable()) {
        QCommandLineOption option {QString(spec.name)};
        if (!spec.value.isEmpty())
            option.setValueName(spec.value);
        parser.addOption(option);
    }
    for (const QStringList &names :
         {QStringList {u"h"_s, u"help"_s}, QStringList {u"v"_s, u"version"_s},
          QStringList(u"print-config"_s), QStringList(u"print-options"_s)})
        parser.addOption(QCommandLineOption(names));
    parser.addOption(QCommandLineOption(u"config"_s, QString(), u"FILE"_s));
    for (const Command &command : commandTable())
        for (const CommandOption &option : command.options)
            parser.addOption(QCommandLineOption(QString(option.name), QString(), option.value));
}

Result<void> applyCommandLine(Options &options, const QCommandLineParser &parser)
{
    for (const OptionSpec &spec : optionTable()) {
        if (!parser.isSet(spec.name))
            continue;
        const QStringList values =
            spec.value.isEmpty() ? QStringList(u"true"_s) : parser.values(spec.name);
        for (const QString &value : values)
            if (const auto set = spec.set(options, value); !set)
                return from(u"--"_s + spec.name, set.error());
    }
    return {};
}

/// The command that was asked for, its words and its own options; null when there is none, and the
/// server is to run.
Result<const Command *> readCommand(CommandCall &call, const QCommandLineParser &parser)
{
    call.words = parser.positionalArguments();
    const Command *command = nullptr;
    if (!call.words.isEmpty()) {
        const QString name = call.words.takeFirst();
        command = findCommand(name);
        if (!command) {
            return Error {Code::OptionInvalid,
                          u"\"%1\" is no command; --help lists them"_s.arg(name)};
        }
        if (call.words.size() > command->words) {
            return Error {Code::OptionInvalid,
                          u"%1 does not take \"%2\""_s.arg(name, call.words[command->words])};
        }
    }
    for (const Command &owner : commandTable()) {
        for (const CommandOption &option : owner.options) {
            const QString name = option.name;
            if (!parser.isSet(name))
                continue;
            const bool known = command
                && std::any_of(command->options.begin(), command->options.end(),
                               [&name](const CommandOption &own) { return name == own.name; });
            if (!known) {
                return Error {Code::OptionInvalid,
                              u"--%1 belongs to the command %2"_s.arg(name, owner.name)};
            }
            call.values.insert(name, option.value.isEmpty() ? u"true"_s : parser.value(name));
        }
    }
    return command;
}

} // namespace

Result<Invocation> readInvocation(const QStringList &arguments,
                                  const QProcessEnvironment &environment)
{
    QCommandLineParser parser;
    declareOptions(parser);
    if (!parser.parse(arguments))
        return Error {Code::OptionInvalid, parser.errorText()};
    Invocation invocation;
    invocation.action = Invocation::Action::Print;
    if (parser.isSet(u"help"_s)) {
        invocation.text = helpText();
        return invocation;
    }
    if (parser.isSet(u"version"_s)) {
        invocation.text = u"samsa-server %1\n"_s.arg(QLatin1StringView(SAMSA_VERSION));
        return invocation;
    }
    if (parser.isSet(u"print-options"_s)) {
        invocation.text = optionsMarkdown() + u'\n' + commandsMarkdown();
        return invocation;
    }
    const auto command = readCommand(invocation.call, parser);
    if (!command)
        return command.error();

    const QString file = parser.isSet(u"config"_s) ? parser.value(u"config"_s)
                                                   : environment.value(u"SAMSA_CONFIG"_s);
    if (!file.isEmpty()) {
        if (const auto applied = applyFile(invocation.options, file); !applied)
            return applied.error();
    }
    if (const auto applied = applyEnvironment(invocation.options, environment); !applied)
        return applied.error();
    if (const auto applied = applyCommandLine(invocation.options, parser); !applied)
        return applied.error();
    if (const auto checked = checkOptions(invocation.options); !checked)
        return checked.error();

    if (parser.isSet(u"print-config"_s))
        invocation.text = configText(invocation.options);
    else
        invocation.action = *command ? Invocation::Action::Command : Invocation::Action::Run;
    invocation.command = *command;
    invocation.call.options = invocation.options;
    return invocation;
}

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/program/option_texts.h"

#include "server/commands/command.h"
#include "server/config/option_table.h"

namespace samsa {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype indent = 28;
constexpr qsizetype width = 100;

/// "  --name VALUE   description", the description folded beside the names.
QString entry(const QString &name, const QString &description)
{
    QString text = u"  "_s + name;
    text +=
        text.size() < indent ? QString(indent - text.size(), u' ') : u'\n' + QString(indent, u' ');
    qsizetype column = indent;
    for (const QString &word : description.split(u' ')) {
        if (column > indent && column + 1 + word.size() > width) {
            text += u'\n' + QString(indent, u' ');
            column = indent;
        }
        if (column > indent) {
            text += u' ';
            ++column;
        }
        text += word;
        column += word.size();
    }
    return text + u'\n';
}

QString withDefault(const OptionSpec &spec)
{
    QString description = spec.description;
    if (!spec.unit.isEmpty() && !description.startsWith(u"of"_s)
        && !description.startsWith(u"that"_s))
        description = spec.unit + u' ' + description;
    const QStringList values =
        spec.repeatable() || spec.value.isEmpty() ? QStringList() : spec.print(Options());
    if (!values.isEmpty())
        description += u" (default: %1)"_s.arg(values.constFirst());
    return description;
}

QString nameAndSynopsis(const Command &command)
{
    return command.synopsis.isEmpty() ? QString(command.name)
                                      : command.name + u' ' + command.synopsis;
}

QString optionAndValue(const CommandOption &option)
{
    const QString name = u"--"_s + option.name;
    return option.value.isEmpty() ? name : name + u' ' + option.value;
}

} // namespace

QString helpText()
{
    QString text = u"samsa-server %1: group chat on a log, over HTTP and STOMP on one port.\n\n"
                   "Usage: samsa-server [options] [command]\n\nOptions:\n"_s.arg(
                       QLatin1StringView(SAMSA_VERSION));
    for (const OptionSpec &spec : optionTable()) {
        const QString name = u"--"_s + spec.name;
        text += entry(spec.value.isEmpty() ? name : name + u' ' + spec.value, withDefault(spec));
    }
    text += entry(u"--config FILE"_s, u"an INI file with the names above, key = value"_s);
    text += entry(u"--print-config"_s, u"write the options in force as such a file, and end"_s);
    text +=
        entry(u"--print-options"_s, u"write the options and limits as Markdown tables, and end"_s);
    text += entry(u"-v, --version"_s, u"write the version, and end"_s);
    text += entry(u"-h, --help"_s, u"write this, and end"_s);
    text += u"\nCommands, done instead of serving:\n"_s;
    for (const Command &command : commandTable()) {
        text += entry(nameAndSynopsis(command), command.description);
        for (const CommandOption &option : command.options)
            text += entry(u"  "_s + optionAndValue(option), option.description);
    }
    text += u"\nLimits, for --limit name=value:\n"_s;
    const Limits defaults;
    for (const LimitSpec &spec : limitTable()) {
        text += entry(
            spec.name,
            u"%1 %2 (default: %3)"_s.arg(spec.unit, spec.description).arg(defaults.*spec.value));
    }
    text +=
        u"\nAn option may also come from the environment, --data-dir as SAMSA_DATA_DIR, or from "
        u"the INI file. The\n"
        "command line is stronger than the environment, that is stronger than the file, and that "
        "than the\n"
        "default. Several values of --limit or --kafka-option stand in one variable with spaces "
        "between.\n\n"
        "Exit status: 0 ended as asked (SIGTERM and SIGINT drain first), 1 could not start or a\n"
        "command failed, 2 wrong options.\n"_s;
    return text;
}

QString configText(const Options &options)
{
    QString text =
        u"# samsa-server %1, the options in force.\n"_s.arg(QLatin1StringView(SAMSA_VERSION));
    for (const OptionSpec &spec : optionTable()) {
        text += u"\n# %1\n"_s.arg(spec.description);
        const QStringList values = spec.print(options);
        for (const QString &value : values)
            text += u"%1 = %2\n"_s.arg(spec.name, value);
        if (values.isEmpty())
            text += u"# %1 =\n"_s.arg(spec.name);
    }
    return text;
}

QString optionsMarkdown()
{
    QString text = u"| option | default | environment | |\n|---|---|---|---|\n"_s;
    Options defaults;
    defaults.dataDir = u"…/samsa"_s;
    defaults.database = u"sqlite://…/samsa/samsa.sqlite"_s;
    for (const OptionSpec &spec : optionTable()) {
        const QStringList values = spec.repeatable() ? QStringList() : spec.print(defaults);
        const QString value = values.isEmpty() ? QString() : u'`' + values.constFirst() + u'`';
        const QString name =
            spec.value.isEmpty() ? QString(spec.name) : spec.name + u' ' + spec.value;
        text += u"| `--%1` | %2 | `%3` | %4 |\n"_s.arg(name, value, environmentName(spec),
                                                       spec.description);
    }
    text += u"\n| limit | default | unit | |\n|---|---|---|---|\n"_s;
    for (const LimitSpec &spec : limitTable()) {
        text += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(
            spec.name, QString::number(defaults.limits.*spec.value), spec.unit, spec.description);
    }
    return text;
}

QString commandsMarkdown()
{
    QString text = u"| command | |\n|---|---|\n"_s;
    for (const Command &command : commandTable()) {
        text += u"| `%1` | %2 |\n"_s.arg(nameAndSynopsis(command), command.description);
        for (const CommandOption &option : command.options)
            text += u"| `%1` | %2 |\n"_s.arg(optionAndValue(option), option.description);
    }
    return text;
}

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/options.h"

#include <QHash>
#include <QLatin1StringView>
#include <QList>
#include <QStringList>

#include <span>

namespace samsa {

/// What follows the command's name on the command line.
struct CommandCall
{
    Options options; ///< The server's, which say where the database and Kafka are.
    QStringList words; ///< Without the command's own name: "list" of "dead list".
    QHash<QString, QString> values; ///< Of the command's own options that were given, by name.
};

struct CommandOption
{
    QLatin1StringView name; ///< --name, known to this command alone.
    QLatin1StringView value; ///< What stands for its value in --help; empty: a switch.
    QLatin1StringView description;
};

/// Something samsa-server does instead of serving: `samsa-server [options] NAME …`. A command runs
/// to its end in the main thread, before any event loop; what it makes goes to standard output or a
/// file, how far it is to standard error.
///
/// run() answers how it ended. OptionInvalid ends the program with 2, any other error with 1.
struct Command
{
    QLatin1StringView name;
    QLatin1StringView synopsis; ///< What follows the name, for --help; may be empty.
    QLatin1StringView description;
    QList<CommandOption> options;
    int words = 0; ///< How many words, at most, may follow the name.
    protocol::Result<void> (*run)(const CommandCall &call);
};

/// Every command, in the order of --help. A command is a file in server/commands, a declaration in
/// commands.h and a place in this table; the command line, --help and docs/operations.md follow.
std::span<const Command> commandTable();
/// Null if there is none of this name.
const Command *findCommand(const QString &name);

} // namespace samsa

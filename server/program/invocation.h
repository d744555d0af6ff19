// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/commands/command.h"
#include "server/config/options.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace samsa {

/// What samsa-server was asked to do, from its command line, the environment and an INI file, in
/// that order of strength. Reads that one file, writes nothing.
struct Invocation
{
    enum class Action {
        Run,
        Print, ///< Write \a text to standard output and end.
        Command, ///< Run \a command with \a call and end.
    };
    Action action = Action::Run;
    Options options;
    QString text;
    const Command *command = nullptr;
    CommandCall call;
};

/// \a arguments begin with the program's name. Errors: OptionInvalid with a sentence that names the
/// option and where it came from.
protocol::Result<Invocation> readInvocation(const QStringList &arguments,
                                            const QProcessEnvironment &environment);

} // namespace samsa

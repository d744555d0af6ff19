// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/option_field.h"

#include <QLatin1StringView>
#include <QStringList>

#include <span>

namespace samsa {

/// One option of samsa-server. The command line, the environment, the INI file, --help,
/// --print-config and the table in docs/operations.md all follow from these rows; an option exists
/// when it has a field in Options and a row here.
struct OptionSpec
{
    QLatin1StringView name; ///< --name on the command line, name in an INI file.
    QLatin1StringView value; ///< What stands for its value in --help; empty: a switch.
    QLatin1StringView unit; ///< Of a number; may be empty.
    QLatin1StringView description;
    OptionField field;

    /// May be given several times: name=value each.
    bool repeatable() const { return std::holds_alternative<ListField>(field); }
    /// OptionInvalid.
    protocol::Result<void> set(Options &options, const QString &text) const
    {
        return setField(field, options, text);
    }
    /// What set() would take; none when it is not set.
    QStringList print(const Options &options) const { return printField(field, options); }
};

/// Every option, in the order of --help.
std::span<const OptionSpec> optionTable();

/// SAMSA_DATA_DIR for "data-dir".
QString environmentName(const OptionSpec &spec);

} // namespace samsa

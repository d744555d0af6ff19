// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/commands.h"

#include <algorithm>
#include <array>

namespace samsa {

std::span<const Command> commandTable()
{
    static const std::array table {deadCommand(), exportCommand(), importCommand()};
    return table;
}

const Command *findCommand(const QString &name)
{
    const auto table = commandTable();
    const auto found = std::find_if(table.begin(), table.end(), [&name](const Command &command) {
        return name == command.name;
    });
    return found == table.end() ? nullptr : &*found;
}

} // namespace samsa

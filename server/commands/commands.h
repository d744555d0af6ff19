// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/commands/command.h"

/// The commands, each made in the file of its name.
namespace samsa {

Command deadCommand();
Command exportCommand();
Command importCommand();

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/options.h"

#include <QString>

namespace samsa {

// What people read about the options, limits and commands, written from their tables.

QString helpText();
/// The options in force as an INI file that --config takes.
QString configText(const Options &options);
/// The options and limits as Markdown tables, for the documents.
QString optionsMarkdown();
/// The same of the commands.
QString commandsMarkdown();

} // namespace samsa

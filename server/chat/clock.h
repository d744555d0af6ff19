// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/entry.h"

#include <QDateTime>

namespace samsa::chat {

/// Now, as the log and the database count.
log::Milliseconds wallClock();
/// For tests: lets wallClock() run ahead of the computer's, in this process.
void setWallClockAhead(log::Milliseconds ahead);

/// The same as JSON has it, UTC; 0 is an invalid one.
QDateTime toDateTime(log::Milliseconds time);

} // namespace samsa::chat

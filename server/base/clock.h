// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <QDateTime>

namespace samsa {

/// Now, as the log and the database count.
Milliseconds wallClock();
/// For tests: lets wallClock() run ahead of the computer's, in this process.
void setWallClockAhead(Milliseconds ahead);

/// The same as JSON has it, UTC; 0 is an invalid one.
QDateTime toDateTime(Milliseconds time);

} // namespace samsa

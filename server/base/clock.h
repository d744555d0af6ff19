// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <QDateTime>

namespace samsa {

/// Now, as the log and the database count.
Timestamp wallClock();
/// For tests: lets wallClock() run ahead of the computer's, in this process.
void setWallClockAhead(std::chrono::milliseconds ahead);

/// The same as JSON has it, UTC; 0 is an invalid one.
QDateTime toDateTime(Timestamp time);

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QDate;
class QDateTime;

/// How times are written, in the person's language and zone. Pure functions of their arguments and
/// the default locale; any thread.
namespace samsa::ui {

/// "10:42", or "10:42 AM" where that is the custom.
QString clockTime(const QDateTime &time);

/// For a list: "now", "5 min", the clock time today, "Yesterday", a weekday within a week, a date.
QString relativeTime(const QDateTime &time, const QDateTime &now);

/// A day's name for a separator: "Today", "Yesterday", else the long date.
QString dayName(const QDate &day, const QDate &today);

/// With day and clock time, for tool tips.
QString fullTime(const QDateTime &time);

} // namespace samsa::ui

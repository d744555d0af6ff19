// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace samsa::protocol {

/// A moment: milliseconds since the epoch, UTC. Lengths of time are std::chrono's durations, so
/// that the one is not taken for the other.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr Timestamp fromMilliseconds(qint64 sinceEpoch)
{
    return Timestamp(std::chrono::milliseconds(sinceEpoch));
}
constexpr qint64 toMilliseconds(Timestamp time)
{
    return time.time_since_epoch().count();
}

/// A time as JSON has it. In UTC from the start: the way over local time asks the C library for the
/// zone under a lock of its own, each time.
inline QDateTime utcTime(Timestamp time)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(toMilliseconds(time), QTimeZone(QTimeZone::UTC));
#else
    return QDateTime::fromMSecsSinceEpoch(toMilliseconds(time), Qt::UTC);
#endif
}

} // namespace samsa::protocol

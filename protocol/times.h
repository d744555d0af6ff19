// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace samsa::protocol {

/// A time as JSON has it. In UTC from the start: the way over local time asks the C library for the
/// zone under a lock of its own, each time.
inline QDateTime utcTime(std::chrono::milliseconds sinceEpoch)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), QTimeZone(QTimeZone::UTC));
#else
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), Qt::UTC);
#endif
}

} // namespace samsa::protocol

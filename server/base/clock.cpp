// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/clock.h"

#include "protocol/times.h"

#include <atomic>

namespace samsa {

namespace {

std::atomic<qint64> aheadBy = 0;

} // namespace

Timestamp wallClock()
{
    return fromMilliseconds(QDateTime::currentMSecsSinceEpoch()
                            + aheadBy.load(std::memory_order_relaxed));
}

void setWallClockAhead(std::chrono::milliseconds ahead)
{
    aheadBy = static_cast<qint64>(ahead.count());
}

QDateTime toDateTime(Timestamp time)
{
    if (time == Timestamp())
        return {};
    return protocol::utcTime(time);
}

} // namespace samsa

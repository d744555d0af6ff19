// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/clock.h"

#include "protocol/times.h"

#include <atomic>

namespace samsa::chat {

namespace {

std::atomic<qint64> aheadBy = 0;

} // namespace

log::Milliseconds wallClock()
{
    return log::Milliseconds(QDateTime::currentMSecsSinceEpoch()
                             + aheadBy.load(std::memory_order_relaxed));
}

void setWallClockAhead(log::Milliseconds ahead)
{
    aheadBy = static_cast<qint64>(ahead.count());
}

QDateTime toDateTime(log::Milliseconds time)
{
    if (time.count() == 0)
        return {};
    return protocol::utcTime(time);
}

} // namespace samsa::chat

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/clock.h"

#include "protocol/times.h"

namespace samsa::chat {

log::Milliseconds wallClock()
{
    return log::Milliseconds(QDateTime::currentMSecsSinceEpoch());
}

QDateTime toDateTime(log::Milliseconds time)
{
    if (time.count() == 0)
        return {};
    return protocol::utcTime(time);
}

} // namespace samsa::chat

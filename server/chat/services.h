// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/clock.h"
#include "server/base/log_epoch.h"
#include "server/base/task_queue.h"
#include "server/chat/messages.h"
#include "server/chat/presence.h"
#include "server/chat/room_creation.h"
#include "server/chat/room_finder.h"
#include "server/chat/rooms.h"
#include "server/chat/sessions.h"
#include "server/chat/typing.h"
#include "server/config/options.h"
#include "server/log/history.h"
#include "server/log/tail.h"
#include "server/observe/metrics.h"
#include "server/store/search.h"

#include <atomic>
#include <functional>

namespace samsa::chat {

/// What a worker needs to serve clients. All of it is shared by the workers, made before and
/// destroyed after them, and may be used from any thread.
struct Services
{
    Sessions &sessions;
    Rooms &rooms;
    RoomFinder &roomFinder;
    RoomCreation &roomCreation;
    Messages &messages;
    Presence &presence;
    Typing &typing;
    log::History &history;
    store::Search &search;
    const log::Tail &tail;
    const Limits &limits;
    const TrustedProxies &proxies;
    std::chrono::milliseconds retention; ///< What is older is removed; 0: nothing ever is.
    Metrics &metrics;
    const std::atomic<bool> &draining; ///< No new work is taken any more.
    /// MessageLog::confirm().
    std::function<void(const RoomRef &, const Cursor &, ReplyTo<protocol::Result<void>>)> confirm;
    std::function<std::vector<Gauge>()> gauges;
    std::function<QByteArray(bool *ready)> readiness; ///< The body of /readyz.

    /// What is older than this is shown to nobody any more.
    Timestamp oldestShown() const
    {
        return retention.count() == 0 ? Timestamp() : wallClock() - retention;
    }
};

} // namespace samsa::chat

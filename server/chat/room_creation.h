// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "server/base/task_queue.h"
#include "server/chat/rate_limit.h"
#include "server/chat/rooms.h"
#include "server/chat/sessions.h"
#include "server/config/limits.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"

namespace samsa::chat {

/// How a room comes to be: its name is checked and made unique by the database, it is pinned to a
/// partition, and the log tells every node. Thread: any; the answer comes through the queue given
/// with the call.
class RoomCreation
{
public:
    RoomCreation(Rooms &rooms, store::Store &store, log::Tail &tail, log::MessageLog &log,
                 const Limits &limits);

    /// RoomNameInvalid, RoomExists, TooManyRequests (too many by this session, or rooms
    /// altogether), DatabaseUnavailable. A log that is away does not undo the room; other nodes
    /// learn of it by its first message.
    void create(const Session &creator, const QString &name, TaskQueue &queue,
                std::function<void(Result<protocol::Room>)> then);

private:
    void announce(const store::RoomRow &row, const ReplyTo<Result<protocol::Room>> &answer);

    Rooms &m_rooms;
    store::Store &m_store;
    log::Tail &m_tail;
    log::MessageLog &m_log;
    const qint64 m_limit;
    RateLimit m_rate;
};

} // namespace samsa::chat

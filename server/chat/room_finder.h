// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/task_queue.h"
#include "server/chat/rate_limit.h"
#include "server/chat/rooms.h"
#include "server/log/tail.h"
#include "server/store/log_questions.h"
#include "server/store/store.h"

namespace samsa::chat {

/// Finds rooms that another node made and that this one has not heard of yet: a client may come
/// here with a room that it has just made there. The database holds it from the first moment.
///
/// Thread: any.
class RoomFinder
{
public:
    using Found = protocol::Result<std::optional<RoomRef>>;

    /// The database is asked at most so many times a second, for all who ask: rooms that are
    /// nowhere keep nobody from it.
    static constexpr double perSecond = 100;

    RoomFinder(Rooms &rooms, store::Store &store, store::LogQuestions &questions, log::Tail &tail);

    /// There are other nodes; without them the list in memory is all there is. Before there is more
    /// than one thread.
    void lookElsewhere() { m_elsewhere = true; }

    /// Answers at once, in this thread, when the room is known here, and otherwise through the
    /// queue. TooManyRequests, DatabaseUnavailable.
    void find(const QUuid &room, TaskQueue &queue, std::function<void(const Found &)> then);
    /// For a log's threads: waits for the database.
    std::optional<RoomRef> findNow(const QUuid &room);

private:
    RoomRef add(const store::RoomRow &row);

    Rooms &m_rooms;
    store::Store &m_store;
    store::LogQuestions &m_questions;
    log::Tail &m_tail;
    RateLimit m_rate;
    bool m_elsewhere = false;
};

} // namespace samsa::chat

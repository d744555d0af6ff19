// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "server/chat/rate_limit.h"
#include "server/chat/rooms.h"
#include "server/chat/sessions.h"
#include "server/config/limits.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/observe/metrics.h"
#include "server/store/store.h"

#include <functional>
#include <memory>

namespace samsa::chat {

/// Keeps one sender's messages in the order they came, also when one of them has to be looked up in
/// the database first and the next has not. Belongs to a connection, and to its thread.
class SendLane
{
public:
    using Ptr = std::shared_ptr<SendLane>;

private:
    friend class Messages;
    bool m_lookingUp = false;
    /// Given the lane when it is their turn: what waits in it must not own it.
    QList<std::function<void(const Ptr &lane)>> m_waiting;
};
using SendLanePtr = SendLane::Ptr;

/// What happens to a message that somebody sends: its text and room are checked, a repeat is
/// recognised by its id, a sender who is too fast is told so, and the log gets it. The answer comes
/// when the log holds it, and not before.
///
/// Thread: any; the answer comes through the queue given with the call, whose thread owns the lane.
class Messages
{
public:
    using Then = std::function<void(Result<protocol::Accepted>)>;

    Messages(Rooms &rooms, const log::Tail &tail, store::Store &store, log::MessageLog &log,
             const Limits &limits, Metrics &metrics);

    /// RoomNotFound, TextInvalid, MessageIdTaken, TooManyRequests, DatabaseUnavailable,
    /// LogUnavailable, ShuttingDown.
    void send(const SessionPtr &sender, const QUuid &room, const protocol::SendRequest &request,
              const SendLanePtr &lane, TaskQueue &queue, Then then);

private:
    struct Sending
    {
        NewMessage message;
        ReplyTo<Result<protocol::Accepted>> answer;
    };

    /// The answer to a message that needs no append: a refusal, or a repeat that the tail knows.
    std::optional<Result<protocol::Accepted>> settle(const NewMessage &message) const;
    void proceed(Sending sending, const SendLanePtr &lane, TaskQueue &queue);
    void lookUp(const Sending &sending, const SendLanePtr &lane, TaskQueue &queue);
    void append(Sending sending);

    Rooms &m_rooms;
    const log::Tail &m_tail;
    store::Store &m_store;
    log::MessageLog &m_log;
    Metrics &m_metrics;
    RateLimit m_rate;
};

} // namespace samsa::chat

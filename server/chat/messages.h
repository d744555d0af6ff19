// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "server/chat/rate_limit.h"
#include "server/chat/rooms.h"
#include "server/chat/sessions.h"
#include "server/config/limits.h"
#include "server/log/message_ids.h"
#include "server/log/message_log.h"
#include "server/observe/metrics.h"

#include <functional>

namespace samsa::chat {

/// What happens to a message, or a change of one, that somebody sends: its text and room are
/// checked, a repeat that is remembered is answered, a sender who is too fast is told so, and the
/// log gets it, which finds out whether its id is new. The answer comes when the log holds it, and
/// not before. What one thread sends to a room keeps its order.
///
/// Thread: any; the answer comes through the queue given with the call.
class Messages
{
public:
    using Then = std::function<void(Result<protocol::Accepted>)>;

    /// \a ids are those that \a log judges by.
    Messages(Rooms &rooms, const log::MessageIds &ids, log::MessageLog &log, const Limits &limits,
             Metrics &metrics);

    /// RoomNotFound, TextInvalid, ReactionInvalid, TooManyRequests, and what MessageLog::append()
    /// refuses.
    void send(const SessionPtr &sender, const QUuid &room, const protocol::SendRequest &request,
              TaskQueue &queue, Then then);

private:
    Result<protocol::Accepted>
    counted(const QUuid &id, const Result<log::MessageLog::Accepted> &appended, bool event);

    Rooms &m_rooms;
    const log::MessageIds &m_ids;
    log::MessageLog &m_log;
    Metrics &m_metrics;
    RateLimit m_rate;
};

} // namespace samsa::chat

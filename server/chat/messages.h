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
#include <vector>

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

    struct Addressed
    {
        QUuid room;
        protocol::SendRequest request;
    };
    /// Messages that belong together, in their order: all are looked at before the first is
    /// appended, and if one is refused, none is. \a then gets that refusal, or nothing but that all
    /// are in the log. Should the log fail on the way, it may have some of them, as of one alone
    /// (LogUnavailable): the same ids again store what is missing. BodyInvalid for a change of a
    /// message: whether it may be made is for the log alone to say, which is too late.
    void sendTogether(const SessionPtr &sender, const std::vector<Addressed> &messages,
                      TaskQueue &queue, std::function<void(Result<void>)> then);

private:
    Result<NewMessage> prepare(const SessionPtr &sender, const QUuid &room,
                               const protocol::SendRequest &request) const;
    Result<std::vector<NewMessage>> prepareAll(const SessionPtr &sender,
                                               const std::vector<Addressed> &messages);
    Result<protocol::Accepted>
    counted(const QUuid &id, const Result<log::MessageLog::Accepted> &appended, bool event);

    Rooms &m_rooms;
    const log::MessageIds &m_ids;
    log::MessageLog &m_log;
    Metrics &m_metrics;
    RateLimit m_rate;
};

} // namespace samsa::chat

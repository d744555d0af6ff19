// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/room_finder.h"

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

RoomFinder::RoomFinder(Rooms &rooms, store::Store &store, store::LogQuestions &questions,
                       log::Tail &tail)
    : m_rooms(rooms)
    , m_store(store)
    , m_questions(questions)
    , m_tail(tail)
    , m_rate(perSecond, perSecond)
{
}

void RoomFinder::find(const QUuid &room, TaskQueue &queue, std::function<void(const Found &)> then)
{
    if (const auto known = m_rooms.find(room)) {
        then(known);
        return;
    }
    if (!m_elsewhere) {
        queue.post([then = std::move(then)] { then(std::optional<RoomRef>()); });
        return;
    }
    if (const auto wait = m_rate.take({})) {
        queue.post([then = std::move(then), wait = *wait] {
            then(Error {Code::TooManyRequests, u"Too many ask for rooms that are not there."_s,
                        wait});
        });
        return;
    }
    m_store.findRoom(
        room,
        {queue, [this, then = std::move(then)](const Result<std::optional<store::RoomRow>> &row) {
             if (!row)
                 then(row.error());
             else
                 then(*row ? std::optional(add(**row)) : std::nullopt);
         }});
}

std::optional<RoomRef> RoomFinder::findNow(const QUuid &room)
{
    if (const auto known = m_rooms.find(room))
        return known;
    const auto row = m_questions.findRoom(room);
    if (!row || !row->has_value())
        return std::nullopt;
    return add(**row);
}

RoomRef RoomFinder::add(const store::RoomRow &row)
{
    m_tail.addRoom(row.ref, row.lastPosition, row.lastChange);
    m_rooms.add(row);
    return row.ref;
}

} // namespace samsa::chat

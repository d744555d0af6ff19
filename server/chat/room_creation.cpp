// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/room_creation.h"

#include "protocol/rules.h"
#include "server/base/clock.h"
#include "server/observe/logging.h"

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

RoomCreation::RoomCreation(Rooms &rooms, store::Store &store, log::Tail &tail, log::MessageLog &log,
                           const Limits &limits)
    : m_rooms(rooms)
    , m_store(store)
    , m_tail(tail)
    , m_log(log)
    , m_limit(limits.rooms)
    , m_rate(double(limits.roomsPerMinute) / 60, double(limits.roomsPerMinute))
{
}

void RoomCreation::create(const Session &creator, const QString &name, TaskQueue &queue,
                          std::function<void(Result<protocol::Room>)> then)
{
    const ReplyTo<Result<protocol::Room>> answer(queue, std::move(then));
    const auto checked = protocol::checkRoomName(name);
    if (!checked) {
        answer(checked.error());
        return;
    }
    if (const auto wait = m_rate.take(creator.tokenHash)) {
        answer(Error {Code::TooManyRequests, u"You are making rooms too fast."_s, *wait});
        return;
    }
    if (m_rooms.count() >= m_limit) {
        answer(Error {Code::TooManyRequests,
                      u"This server holds no more than %1 rooms."_s.arg(m_limit)});
        return;
    }
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.ref.partition = partitionFor(row.ref.id, m_log.partitionCount());
    row.name = *checked;
    row.creator = creator.nickname;
    row.created = wallClock();
    m_store.createRoom(row, {queue, [this, row, answer](const Result<RoomRef> &ref) mutable {
                                 if (!ref) {
                                     answer(ref.error());
                                     return;
                                 }
                                 row.ref = *ref;
                                 announce(row, answer);
                             }});
}

void RoomCreation::announce(const store::RoomRow &row,
                            const ReplyTo<Result<protocol::Room>> &answer)
{
    // Before the log speaks of it: a message may come on the heels of the announcement.
    m_tail.addRoom(row.ref, 0);
    qCInfo(lcChat) << "room made:" << row.name << "by" << row.creator;
    m_log.announce({row.ref, row.name, row.creator, row.created},
                   [this, row, answer](const Result<void> &announced) {
                       if (!announced) {
                           // The room is in the database, so it exists. This node shows it, others
                           // will when they meet it.
                           qCWarning(lcChat)
                               << "the room" << row.name
                               << "was made but not announced:" << announced.error().sentence;
                       }
                       m_rooms.add(row);
                       answer(m_rooms.summary(row.ref.id).value_or(toRoom(row)));
                   });
}

} // namespace samsa::chat

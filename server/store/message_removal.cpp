// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/message_removal.h"

#include "server/store/search_index.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int roomsAtOnce = 200;

qint64 toValue(Timestamp time)
{
    return toMilliseconds(time);
}

} // namespace

MessageRemoval::MessageRemoval(Database &database, Pause pause)
    : m_database(database)
    , m_pause(std::move(pause))
{
}

Result<void> MessageRemoval::removeOlderThan(Timestamp time)
{
    qint64 last = 0;
    for (;;) {
        const auto rooms = roomsAfter(last, time);
        if (!rooms)
            return rooms.error();
        for (const Room &room : *rooms) {
            if (auto cleared = clear(room, time); !cleared || m_stopped)
                return cleared;
            last = room.key;
        }
        if (rooms->size() < roomsAtOnce)
            return {};
    }
}

Result<QList<MessageRemoval::Room>> MessageRemoval::roomsAfter(qint64 key, Timestamp time)
{
    auto rows = m_database.run(u"SELECT room_key, last_time, last_nickname, last_change FROM rooms "
                               "WHERE room_key > ? "
                               "ORDER BY room_key LIMIT ?"_s,
                               {key, roomsAtOnce});
    if (!rows)
        return rows.error();
    QList<Room> rooms;
    while (rows.value().next()) {
        const bool old = fromMilliseconds(rows->integer(1)) < time;
        rooms.append(
            {rows->integer(0), old && !rows->value(2).toString().isEmpty(), rows->integer(3) > 0});
    }
    return rooms;
}

Result<void> MessageRemoval::clear(const Room &room, Timestamp time)
{
    Step step {.more = true};
    while (step.more) {
        const auto next = this->step(room.key, step.seen, time);
        if (!next)
            return next.error();
        step = *next;
        m_stopped = step.removed && m_pause();
        if (m_stopped)
            return {};
    }
    if (room.hasChanges) {
        if (auto cleared = clearChanges(room.key, time); !cleared)
            return cleared;
    }
    if (!room.showsOld || m_stopped)
        return {};
    // Unless somebody has said something since.
    return m_database.execute(u"UPDATE rooms SET last_nickname = '', last_text = '' "
                              "WHERE room_key = ? AND last_time < ?"_s,
                              {room.key, toValue(time)});
}

/// Each by its own age: one may outlive its target, and then changes nothing.
Result<void> MessageRemoval::clearChanges(qint64 room, Timestamp time)
{
    for (bool more = true; more && !m_stopped;) {
        qint64 last = 0;
        int seen = 0;
        bool old = false;
        {
            auto rows = m_database.run(u"SELECT position, time FROM message_changes "
                                       "WHERE room_key = ? ORDER BY position LIMIT ?"_s,
                                       {room, rowsAtOnce});
            if (!rows)
                return rows.error();
            while (rows.value().next()) {
                ++seen;
                last = rows->integer(0);
                old = old || fromMilliseconds(rows->integer(1)) < time;
            }
        }
        more = old && seen == rowsAtOnce;
        if (!old)
            break;
        const auto removed = m_database.execute(u"DELETE FROM message_changes WHERE room_key = ? "
                                                "AND position <= ? AND time < ?"_s,
                                                {room, last, toValue(time)});
        if (!removed)
            return removed;
        m_stopped = m_pause();
    }
    return {};
}

Result<MessageRemoval::Step> MessageRemoval::step(qint64 room, qint64 after, Timestamp time)
{
    Step step;
    qint64 first = 0;
    qint64 last = 0;
    {
        auto rows = m_database.run(u"SELECT position, time FROM messages WHERE room_key = ? AND "
                                   "position > ? ORDER BY position LIMIT ?"_s,
                                   {room, after, rowsAtOnce});
        if (!rows)
            return rows.error();
        int seen = 0;
        while (rows.value().next()) {
            ++seen;
            step.seen = rows->integer(0);
            if (fromMilliseconds(rows->integer(1)) >= time)
                continue;
            first = first == 0 ? step.seen : first;
            last = step.seen;
            step.removed = true;
        }
        step.more = seen == rowsAtOnce && step.removed;
    }
    if (step.removed) {
        if (const auto removed = remove(room, first, last, time); !removed)
            return removed.error();
    }
    return step;
}

Result<void> MessageRemoval::remove(qint64 room, qint64 first, qint64 last, Timestamp time)
{
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    if (auto done = SearchIndex(m_database).remove(room, first, last, time); !done)
        return done;
    const auto rows =
        m_database.run(u"DELETE FROM messages WHERE room_key = ? AND position BETWEEN ? AND ? "
                       "AND time < ?"_s,
                       {room, first, last, toValue(time)});
    if (!rows)
        return rows.error();
    const qint64 removed = rows->affected();
    if (auto committed = transaction.commit(); !committed)
        return committed;
    m_removed += removed;
    return {};
}

} // namespace samsa::store

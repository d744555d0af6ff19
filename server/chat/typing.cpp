// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/typing.h"

namespace samsa::chat {

Typing::Typing(TellWorkers tell)
    : m_tell(std::move(tell))
    , m_rate(perSecond, burst)
{
}

void Typing::typed(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    if (m_rate.take(nickname, now))
        return;
    heard(room, nickname, now);
    if (m_tellNodes)
        m_tellNodes(room, nickname);
}

void Typing::heard(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_rooms[room].insert(nickname, now + lasts);
        m_nobody = false;
    }
    m_tell(oneEvent(Typed {room, nickname}));
}

void Typing::apply(const Events &events)
{
    if (m_nobody)
        return;
    const std::scoped_lock lock(m_mutex);
    for (const Event &event : events)
        if (const auto *posted = std::get_if<Posted>(&event))
            for (const EntryPtr &entry : posted->entries)
                if (!entry->change)
                    spoke(*entry);
    m_nobody = m_rooms.isEmpty();
}

/// With the mutex.
void Typing::spoke(const Entry &entry)
{
    const auto room = m_rooms.find(entry.room.id);
    if (room != m_rooms.end() && room->remove(entry.nickname) && room->isEmpty())
        m_rooms.erase(room);
}

void Typing::expire(Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    m_rooms.removeIf([now](auto room) {
        room.value().removeIf([now](const auto &person) { return person.value() <= now; });
        return room.value().isEmpty();
    });
    m_nobody = m_rooms.isEmpty();
}

QSet<QByteArray> Typing::in(const QUuid &room, Clock::time_point now) const
{
    const std::scoped_lock lock(m_mutex);
    QSet<QByteArray> nicknames;
    for (const auto &[nickname, until] : m_rooms.value(room).asKeyValueRange())
        if (until > now)
            nicknames.insert(nickname);
    return nicknames;
}

} // namespace samsa::chat

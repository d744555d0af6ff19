// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/presence.h"

#include "server/chat/rooms.h"

namespace samsa::chat {

// Rooms is told under the mutex: two threads that change one room must not tell it in the wrong
// order.

Presence::Presence(Rooms &rooms)
    : m_rooms(rooms)
{
}

void Presence::subscribed(const QUuid &room, const QByteArray &nickname)
{
    const std::scoped_lock lock(m_mutex);
    People &people = m_people[room];
    people[nickname].subscriptions += 1;
    m_rooms.setPeople(room, int(people.size()));
}

void Presence::unsubscribed(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    const auto people = m_people.find(room);
    if (people == m_people.end())
        return;
    const auto person = people->find(nickname);
    if (person == people->end())
        return;
    person->subscriptions -= 1;
    if (person->subscriptions > 0 || person->polledUntil > now)
        return;
    people->erase(person);
    m_rooms.setPeople(room, int(people->size()));
    if (people->isEmpty())
        m_people.erase(people);
}

void Presence::polled(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    People &people = m_people[room];
    const qsizetype before = people.size();
    people[nickname].polledUntil = now + pollCounts;
    if (people.size() != before)
        m_rooms.setPeople(room, int(people.size()));
}

void Presence::expire(Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    for (auto people = m_people.begin(); people != m_people.end();) {
        const qsizetype gone = people->removeIf([now](const auto &entry) {
            return entry.value().subscriptions <= 0 && entry.value().polledUntil <= now;
        });
        if (gone > 0)
            m_rooms.setPeople(people.key(), int(people->size()));
        people = people->isEmpty() ? m_people.erase(people) : std::next(people);
    }
}

int Presence::people(const QUuid &room) const
{
    const std::scoped_lock lock(m_mutex);
    return int(m_people.value(room).size());
}

} // namespace samsa::chat

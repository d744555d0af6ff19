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
    setHere(room, people, nickname, true);
}

void Presence::unsubscribed(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    const auto people = m_people.find(room);
    if (people == m_people.end())
        return;
    const auto person = people->find(nickname);
    if (person == people->end() || person->subscriptions == 0)
        return;
    person->subscriptions -= 1;
    if (person->subscriptions > 0 || person->polledUntil > now)
        return;
    setHere(room, *people, nickname, false);
}

void Presence::polled(const QUuid &room, const QByteArray &nickname, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    People &people = m_people[room];
    people[nickname].polledUntil = now + pollCounts;
    setHere(room, people, nickname, true);
}

void Presence::expire(Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::pair<QUuid, QByteArray>> gone;
    for (const auto &[room, people] : std::as_const(m_people).asKeyValueRange()) {
        for (const auto &[nickname, person] : people.asKeyValueRange())
            if (person.here && person.subscriptions <= 0 && person.polledUntil <= now)
                gone.emplace_back(room, nickname);
    }
    for (const auto &[room, nickname] : gone)
        setHere(room, m_people[room], nickname, false);
}

/// The people of the room have the person.
void Presence::setHere(const QUuid &room, People &people, const QByteArray &nickname, bool here)
{
    Person &person = people[nickname];
    if (person.here == here)
        return;
    person.here = here;
    if (m_keepsChanges)
        m_changes.insert({room, nickname}, here);
    forgetIfGone(room, nickname);
}

/// And tells how many are left; or, of somebody who came, how many there are now.
void Presence::forgetIfGone(const QUuid &room, const QByteArray &nickname)
{
    const auto people = m_people.find(room);
    const auto person = people->find(nickname);
    if (!person->here && person->elsewhere.isEmpty())
        people->erase(person);
    m_rooms.setPeople(room, int(people->size()));
    if (people->isEmpty())
        m_people.erase(people);
}

void Presence::keepChanges()
{
    const std::scoped_lock lock(m_mutex);
    m_keepsChanges = true;
}

std::vector<Presence::Change> Presence::takeChanges()
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Change> changes;
    for (const auto &[who, here] : std::as_const(m_changes).asKeyValueRange())
        changes.push_back({who.first, who.second, here});
    m_changes.clear();
    return changes;
}

std::vector<Presence::Change> Presence::everybodyHere() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Change> everybody;
    for (const auto &[room, people] : m_people.asKeyValueRange()) {
        for (const auto &[nickname, person] : people.asKeyValueRange())
            if (person.here)
                everybody.push_back({room, nickname, true});
    }
    return everybody;
}

void Presence::changed(const QUuid &node, const Change &change)
{
    const std::scoped_lock lock(m_mutex);
    if (!change.here && !m_people.value(change.room).contains(change.nickname))
        return;
    Person &person = m_people[change.room][change.nickname];
    if (change.here)
        person.elsewhere.insert(node);
    else
        person.elsewhere.remove(node);
    forgetIfGone(change.room, change.nickname);
}

void Presence::lost(const QUuid &node)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::pair<QUuid, QByteArray>> theirs;
    for (auto &&[room, people] : m_people.asKeyValueRange()) {
        for (auto &&[nickname, person] : people.asKeyValueRange())
            if (person.elsewhere.remove(node))
                theirs.emplace_back(room, nickname);
    }
    for (const auto &[room, nickname] : theirs)
        forgetIfGone(room, nickname);
}

int Presence::people(const QUuid &room) const
{
    const std::scoped_lock lock(m_mutex);
    return int(m_people.value(room).size());
}

QList<QByteArray> Presence::nicknames(const QUuid &room) const
{
    const std::scoped_lock lock(m_mutex);
    return m_people.value(room).keys();
}

} // namespace samsa::chat

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/waiting_polls.h"

#include <algorithm>

namespace samsa::http {

WaitingPolls::WaitingPolls(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WaitingPolls::expire);
}

void WaitingPolls::add(const QUuid &room, std::chrono::milliseconds atMost, QObject *asker,
                       Answer answer, bool changes)
{
    const Key key(Clock::now() + atMost, ++m_lastNumber);
    const auto gone = connect(asker, &QObject::destroyed, this, [this, key] { take(key); });
    m_waiting.insert({key, {room, changes, std::move(answer), gone}});
    m_rooms[room].append(key);
    if (m_waiting.begin()->first == key)
        setTimer();
}

void WaitingPolls::deliver(const std::vector<EntryPtr> &entries)
{
    if (m_waiting.empty())
        return;
    for (const EntryPtr &entry : entries) {
        // All who waited for this room; for what follows of it nobody does any more.
        const QList<Key> keys = m_rooms.value(entry->room.id);
        for (const Key &key : keys) {
            if (entry->change && !asksForChanges(key))
                continue;
            if (const Answer answer = take(key))
                answer();
        }
    }
    setTimer();
}

bool WaitingPolls::asksForChanges(const Key &key) const
{
    const auto waiting = m_waiting.find(key);
    return waiting != m_waiting.end() && waiting->second.changes;
}

void WaitingPolls::end()
{
    while (!m_waiting.empty())
        if (const Answer answer = take(m_waiting.begin()->first))
            answer();
    m_timer.stop();
}

WaitingPolls::Answer WaitingPolls::take(const Key &key)
{
    auto waiting = m_waiting.extract(key);
    if (waiting.empty())
        return {};
    disconnect(waiting.mapped().gone);
    const auto room = m_rooms.find(waiting.mapped().room);
    room->removeOne(key);
    if (room->isEmpty())
        m_rooms.erase(room);
    return std::move(waiting.mapped().answer);
}

void WaitingPolls::expire()
{
    while (!m_waiting.empty() && m_waiting.begin()->first.first <= Clock::now())
        if (const Answer answer = take(m_waiting.begin()->first))
            answer();
    setTimer();
}

void WaitingPolls::setTimer()
{
    if (m_waiting.empty()) {
        m_timer.stop();
        return;
    }
    const auto left = m_waiting.begin()->first.first - Clock::now();
    m_timer.start(
        std::max(std::chrono::ceil<std::chrono::milliseconds>(left), std::chrono::milliseconds(0)));
}

} // namespace samsa::http

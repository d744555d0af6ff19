// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QUuid>

#include <chrono>
#include <mutex>

namespace samsa::chat {

class Rooms;

/// Who is in which room now, at this node: whoever subscribes to it, or polled it in the last ten
/// seconds. A person is counted once, however many connections. Keeps Rooms' peopleNow current.
///
/// Thread: any; a call is two hash look-ups under a mutex.
class Presence
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds pollCounts {10};

    explicit Presence(Rooms &rooms);

    void subscribed(const QUuid &room, const QByteArray &nickname);
    void unsubscribed(const QUuid &room, const QByteArray &nickname,
                      Clock::time_point now = Clock::now());
    void polled(const QUuid &room, const QByteArray &nickname,
                Clock::time_point now = Clock::now());
    /// Lets those go who stopped polling. Called every second or so.
    void expire(Clock::time_point now = Clock::now());

    int people(const QUuid &room) const;

private:
    struct Person
    {
        int subscriptions = 0;
        Clock::time_point polledUntil {};
    };
    using People = QHash<QByteArray, Person>;

    Rooms &m_rooms;
    mutable std::mutex m_mutex; // Taken before Rooms' own.
    QHash<QUuid, People> m_people; // Guarded by m_mutex.
};

} // namespace samsa::chat

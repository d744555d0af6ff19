// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QUuid>

#include <chrono>
#include <mutex>
#include <utility>
#include <vector>

namespace samsa::chat {

class Rooms;

/// Who is in which room now: whoever subscribes to it here, or polled it here in the last ten
/// seconds or since as long as they said they would, and whom other nodes say they have. A person
/// is counted once, however many connections and nodes. Keeps Rooms' peopleNow current.
///
/// Thread: any; a call is two hash look-ups under a mutex.
class Presence
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds pollCounts {10};

    /// Somebody who came to a room at this node, or went.
    struct Change
    {
        QUuid room;
        QByteArray nickname;
        bool here = false;
    };

    explicit Presence(Rooms &rooms);

    void subscribed(const QUuid &room, const QByteArray &nickname);
    void unsubscribed(const QUuid &room, const QByteArray &nickname,
                      Clock::time_point now = Clock::now());
    /// Counts for pollCounts from \a now on, which may lie ahead: when the next poll is due.
    void polled(const QUuid &room, const QByteArray &nickname,
                Clock::time_point now = Clock::now());
    /// Lets those go who stopped polling. Called every second or so.
    void expire(Clock::time_point now = Clock::now());

    int people(const QUuid &room) const;
    QList<QByteArray> nicknames(const QUuid &room) const; ///< In no order.

    /// From now on takeChanges() has something to take.
    void keepChanges();
    /// Of this node's people since it was last called; of somebody who came and went, the last.
    std::vector<Change> takeChanges();
    /// Everybody who is here at this node.
    std::vector<Change> everybodyHere() const;

    /// What another node says of its people.
    void changed(const QUuid &node, const Change &change);
    /// Another node is gone, with its people.
    void lost(const QUuid &node);

private:
    struct Person
    {
        int subscriptions = 0;
        Clock::time_point polledUntil {};
        bool here = false; ///< At this node.
        QSet<QUuid> elsewhere; ///< Other nodes.
    };
    using People = QHash<QByteArray, Person>;

    void setHere(const QUuid &room, People &people, const QByteArray &nickname, bool here);
    void forgetIfGone(const QUuid &room, const QByteArray &nickname);

    Rooms &m_rooms;
    mutable std::mutex m_mutex; // Taken before Rooms' own.
    QHash<QUuid, People> m_people; // Guarded by m_mutex; nobody in it who is nowhere.
    bool m_keepsChanges = false; // Guarded by m_mutex.
    QHash<std::pair<QUuid, QByteArray>, bool> m_changes; // Guarded by m_mutex.
};

} // namespace samsa::chat

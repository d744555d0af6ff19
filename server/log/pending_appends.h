// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/message_ids.h"

#include <QHash>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace samsa::log {

/// The appends that Kafka has not confirmed yet. Each is answered once: when it was both
/// acknowledged and delivered here, in either order, or when it was refused or its time is over. A
/// repeat of one that is under way waits with it; somebody else's message under the same id does
/// not. Should that one have come first after all, from another node, the answer says so
/// (MessageIds::answer()).
///
/// Thread: any. Answers are called in the thread that brought the last piece, without a lock.
class PendingAppends
{
public:
    using Clock = std::chrono::steady_clock;
    /// An announcement of a room has an id of its own, announcementId, and is nobody's.
    using Key = MessageIds::Key;
    using Done = MessageLog::AppendDone;

    static const QUuid announcementId;

    enum class Start { New, Joined, Taken, Full, Closed };
    /// Takes an append in, of the person with this nickname; \a done is moved from for one that is
    /// New or Joined, and \a ticket is set for a New one.
    Start add(const Key &key, const QByteArray &nickname, Done &done, Clock::time_point deadline,
              std::size_t limit, quint64 *ticket);
    void acknowledged(quint64 ticket);
    /// The log holds this message under the id, which need not be the one that was appended.
    void delivered(const Key &key, const MessageIds::Holder &holder);
    /// The log holds this change, and it changes nothing.
    void deliveredInVain(const Key &key, const protocol::Error &why);
    void refuse(quint64 ticket, const protocol::Error &error);
    /// Refuses those whose deadline is not after \a now.
    void expire(Clock::time_point now, const protocol::Error &error);

    std::size_t size() const;
    /// From now on add() answers Closed.
    void close();
    /// Waits until none is left; false when the time was not enough.
    bool waitUntilEmpty(std::chrono::milliseconds patience);
    void refuseAll(const protocol::Error &error);

private:
    struct Append
    {
        Key key;
        QByteArray nickname;
        std::vector<Done> waiters;
        Clock::time_point deadline;
        bool acknowledged = false;
        std::optional<protocol::Result<MessageLog::Accepted>> result; // Once delivered.
    };
    using Appends = std::map<quint64, Append>; // By ticket, hence in order of time.

    template <typename Answer>
    void deliver(const Key &key, const Answer &answerOf);
    std::vector<Done> takeOut(Appends::iterator append);
    bool matches(Appends::const_iterator append) const;

    mutable std::mutex m_mutex; // Guards all that follows.
    std::condition_variable m_emptied;
    Appends m_appends;
    QHash<Key, quint64> m_tickets;
    quint64 m_lastTicket = 0;
    bool m_closed = false;
};

} // namespace samsa::log

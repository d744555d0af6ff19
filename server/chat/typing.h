// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/limits.h"
#include "server/chat/rate_limit.h"
#include "server/log/message_log.h"

#include <QSet>
#include <QUuid>

#include <atomic>
#include <functional>

namespace samsa::chat {

/// Who is typing in which room: whoever said so in the last five seconds, here or at another node,
/// and has not spoken since. Forgotten with the process; never written anywhere.
///
/// Thread: any; a call is a hash look-up or two under a mutex. The hooks are called in the caller's
/// thread, without the mutex.
class Typing
{
public:
    using Clock = std::chrono::steady_clock;
    using Hook = std::function<void(const QUuid &room, const QByteArray &nickname)>;
    static constexpr std::chrono::seconds lasts = protocol::limits::typing;
    /// Of one nickname, over all rooms; a client has nothing to say more often than every few
    /// seconds. What is more is dropped.
    static constexpr double perSecond = 1;
    static constexpr double burst = 5;

    /// \a tell hears Typed, of this node and of others.
    explicit Typing(TellWorkers tell);

    /// The other nodes are to hear of it. Set before the first call.
    void onTypingHere(Hook tellNodes) { m_tellNodes = std::move(tellNodes); }

    /// Somebody at this node types.
    void typed(const QUuid &room, const QByteArray &nickname, Clock::time_point now = Clock::now());
    /// Another node says that somebody types there.
    void heard(const QUuid &room, const QByteArray &nickname, Clock::time_point now = Clock::now());
    /// What the log delivered: who has spoken has finished typing.
    void apply(const Events &events);
    /// Called every second or so.
    void expire(Clock::time_point now = Clock::now());

    QSet<QByteArray> in(const QUuid &room, Clock::time_point now = Clock::now()) const;

private:
    using Until = QHash<QByteArray, Clock::time_point>; // By nickname.

    void spoke(const Entry &entry);

    const TellWorkers m_tell;
    Hook m_tellNodes;
    RateLimit m_rate;
    mutable std::mutex m_mutex;
    QHash<QUuid, Until> m_rooms; // Guarded by m_mutex; no room without anybody.
    std::atomic<bool> m_nobody = true; // Spares who speaks the mutex.
};

} // namespace samsa::chat

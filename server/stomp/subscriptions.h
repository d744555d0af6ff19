// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/task_queue.h"
#include "server/chat/services.h"
#include "server/stomp/subscription.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace samsa::stomp {

class Fanout;
class Replay;

/// What one connection follows. Each subscription is live in the fan-out, or is being sent what it
/// missed and goes live after that, without a gap or a repeat (Replay). Who follows a room is
/// present there.
///
/// Thread: the worker's. Owns the subscriptions and their replays; when it goes they leave the
/// fan-out. Bounded by the limit `subscriptions`.
class Subscriptions
{
public:
    /// What a SUBSCRIBE asks for.
    struct Wanted
    {
        QByteArray key; ///< subscriptionKey()
        QByteArray id; ///< As the client named it; empty only in STOMP 1.0.
        protocol::Destination::Kind kind = protocol::Destination::Kind::Room;
        RoomRef room; ///< Null for what belongs to no room.
        bool events = false; ///< Of a room: changes of its messages as well.
        bool epochs = false; ///< Of a room: each message with its epoch.
        bool acknowledges = false;
        std::optional<qint64> after; ///< Where it resumes; nothing: it begins with what comes.
    };
    /// Called once: it is live or ended, or what it missed cannot be had (DatabaseUnavailable).
    using Then = std::function<void(const protocol::Result<void> &)>;

    /// All of it outlives this.
    Subscriptions(Channel &channel, const chat::Services &services, Fanout &fanout,
                  TaskQueue &queue);
    ~Subscriptions();

    /// Whether there may be another one under this key. SubscriptionInvalid.
    protocol::Result<void> admits(const QByteArray &key) const;
    /// Begins one that is admitted; \a nickname is who follows. \a then may be called at once.
    void add(const Wanted &wanted, const QByteArray &nickname, Then then);
    /// False: there is no such subscription.
    bool end(const QByteArray &key, const QByteArray &nickname);
    void endAll(const QByteArray &nickname);
    /// Whether a room is followed with its epochs of which an epoch has begun.
    bool followsEpochsOf(const EpochBegun &epoch) const;

    /// Tells those who follow /user/queue/errors of a refusal; \a messageId and \a receipt are
    /// those of what was refused. False: nobody does.
    bool tellRefusal(const protocol::Error &error, const std::optional<QUuid> &messageId,
                     const QByteArray &receipt) const;

private:
    struct Followed
    {
        std::unique_ptr<Subscription> subscription; // First, so that it goes last.
        std::unique_ptr<Replay> replay; // Only of one that resumed.
        Then then; // While it is not live.
    };

    void replay(Followed &followed);
    void leave(Subscription &subscription, const QByteArray &nickname);

    Channel &m_channel;
    const chat::Services &m_services;
    Fanout &m_fanout;
    TaskQueue &m_queue;
    std::map<QByteArray, Followed> m_followed; // By key.
};

} // namespace samsa::stomp

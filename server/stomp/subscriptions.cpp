// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/subscriptions.h"

#include "server/stomp/fanout.h"
#include "server/stomp/frames.h"
#include "server/stomp/replay.h"

#include <algorithm>
#include <utility>

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Destination;
using protocol::Error;
using protocol::Result;

Subscriptions::Subscriptions(Channel &channel, const chat::Services &services, Fanout &fanout,
                             TaskQueue &queue)
    : m_channel(channel)
    , m_services(services)
    , m_fanout(fanout)
    , m_queue(queue)
{
}

Subscriptions::~Subscriptions()
{
    for (const auto &[key, followed] : m_followed)
        m_fanout.remove(*followed.subscription);
}

Result<void> Subscriptions::admits(const QByteArray &key) const
{
    if (key.isEmpty() || m_followed.contains(key)) {
        return Error {Code::SubscriptionInvalid,
                      u"A subscription needs an id that no other of this connection has."_s};
    }
    if (qint64(m_followed.size()) >= m_services.limits.subscriptions) {
        return Error {Code::SubscriptionInvalid,
                      u"This connection has as many subscriptions as it may."_s};
    }
    return {};
}

void Subscriptions::add(const Wanted &wanted, const QByteArray &nickname, Then then)
{
    auto subscription = std::make_unique<Subscription>();
    subscription->id = wanted.id;
    subscription->kind = wanted.kind;
    subscription->room = wanted.room;
    subscription->events = wanted.events;
    subscription->epochs = wanted.epochs;
    subscription->acknowledges = wanted.acknowledges;
    subscription->channel = &m_channel;
    if (wanted.kind == Destination::Kind::Room) {
        subscription->lastPosition =
            wanted.after ? *wanted.after : m_services.tail.lastPosition(wanted.room.id);
        m_services.presence.subscribed(wanted.room.id, nickname);
    }
    Followed &followed = m_followed[wanted.key];
    followed.subscription = std::move(subscription);
    if (wanted.after) {
        followed.then = std::move(then);
        replay(followed);
        return;
    }
    m_fanout.add(*followed.subscription);
    then({});
}

void Subscriptions::replay(Followed &followed)
{
    Subscription &subscription = *followed.subscription;
    followed.replay = std::make_unique<Replay>(subscription, m_services, m_queue, nullptr);
    Replay *const replay = followed.replay.get();
    QObject::connect(replay, &Replay::finished, replay, [this, &followed] {
        m_fanout.add(*followed.subscription);
        std::exchange(followed.then, nullptr)({});
    });
    QObject::connect(replay, &Replay::failed, replay, [&followed](const Error &error) {
        std::exchange(followed.then, nullptr)(error);
    });
    replay->start();
}

bool Subscriptions::end(const QByteArray &key, const QByteArray &nickname)
{
    const auto found = m_followed.find(key);
    if (found == m_followed.end())
        return false;
    const Then then = std::exchange(found->second.then, nullptr);
    leave(*found->second.subscription, nickname);
    m_followed.erase(found);
    if (then)
        then({}); // Whoever waits for its receipt gets it.
    return true;
}

void Subscriptions::endAll(const QByteArray &nickname)
{
    for (const auto &[key, followed] : m_followed)
        leave(*followed.subscription, nickname);
    m_followed.clear();
}

bool Subscriptions::followsEpochsOf(const EpochBegun &epoch) const
{
    return std::any_of(m_followed.begin(), m_followed.end(), [&epoch](const auto &followed) {
        const Subscription &subscription = *followed.second.subscription;
        return subscription.epochs && epoch.concerns(subscription.room);
    });
}

void Subscriptions::leave(Subscription &subscription, const QByteArray &nickname)
{
    m_fanout.remove(subscription);
    if (subscription.kind == Destination::Kind::Room)
        m_services.presence.unsubscribed(subscription.room.id, nickname);
}

bool Subscriptions::tellRefusal(const Error &error, const std::optional<QUuid> &messageId,
                                const QByteArray &receipt) const
{
    bool told = false;
    for (const auto &[key, followed] : m_followed) {
        const Subscription &subscription = *followed.subscription;
        if (subscription.kind != Destination::Kind::Errors)
            continue;
        m_channel.send(refusalFrame(error, subscription, messageId, receipt));
        told = true;
    }
    return told;
}

} // namespace samsa::stomp

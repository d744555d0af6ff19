// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/subscriptions.h"

#include "server/stomp/fanout.h"
#include "server/stomp/frames.h"
#include "server/stomp/replay.h"

#include <algorithm>

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
    subscription->channel = &m_channel;
    if (wanted.kind == Destination::Kind::Room) {
        subscription->lastPosition =
            wanted.after ? *wanted.after : m_services.tail.lastPosition(wanted.room.id);
        m_services.presence.subscribed(wanted.room.id, nickname);
    }
    Followed &followed = m_followed[wanted.key];
    followed.subscription = std::move(subscription);
    if (wanted.after) {
        replay(followed, std::move(then));
        return;
    }
    m_fanout.add(*followed.subscription);
    then({});
}

void Subscriptions::replay(Followed &followed, Then then)
{
    Subscription &subscription = *followed.subscription;
    followed.replay = std::make_unique<Replay>(subscription, m_services, m_queue, nullptr);
    Replay *const replay = followed.replay.get();
    QObject::connect(replay, &Replay::finished, replay, [this, &subscription, then] {
        m_fanout.add(subscription);
        then({});
    });
    QObject::connect(replay, &Replay::failed, replay, [then](const Error &error) { then(error); });
    replay->start();
}

bool Subscriptions::end(const QByteArray &key, const QByteArray &nickname)
{
    const auto followed = m_followed.find(key);
    if (followed == m_followed.end())
        return false;
    leave(*followed->second.subscription, nickname);
    m_followed.erase(followed);
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

void Subscriptions::tellRefusal(const Error &error, const std::optional<QUuid> &messageId,
                                const QByteArray &receipt) const
{
    for (const auto &[key, followed] : m_followed)
        if (followed.subscription->kind == Destination::Kind::Errors)
            m_channel.send(refusalFrame(error, followed.subscription->id, messageId, receipt));
}

} // namespace samsa::stomp

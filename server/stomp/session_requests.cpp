// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a connected client asks for: Session's part behind SEND, SUBSCRIBE and UNSUBSCRIBE.

#include "server/stomp/client_frames.h"
#include "server/stomp/fanout.h"
#include "server/stomp/frames.h"
#include "server/stomp/replay.h"
#include "server/stomp/session.h"

#include <QPointer>

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Destination;
using protocol::Error;
using protocol::Result;
using protocol::StompFrame;

std::optional<RoomRef> Session::findRoom(const QUuid &room, const StompFrame &frame,
                                         const std::optional<QUuid> &messageId)
{
    if (const auto known = m_services.rooms.find(room))
        return known;
    m_lookingUp = true;
    m_services.roomFinder.find(
        room, m_queue,
        [self = QPointer(this), frame, messageId](const chat::RoomFinder::Found &found) {
            if (!self || self->m_state != State::Connected)
                return;
            self->m_lookingUp = false;
            if (found && *found) {
                self->handle(frame);
            } else {
                const auto to = protocol::parseDestination(frame.header("destination"));
                if (to && to->kind == Destination::Kind::Send)
                    self->m_services.metrics.messagesRefused.add();
                self->refuse(frame,
                             found ? Error {Code::RoomNotFound, u"There is no such room."_s}
                                   : found.error(),
                             messageId);
            }
            self->readFrames();
        });
    return std::nullopt;
}

void Session::onSend(const StompFrame &frame)
{
    const auto destination = protocol::parseDestination(frame.header("destination"));
    const bool isMessage = destination && destination->kind == Destination::Kind::Send;
    const bool isTyping = destination && destination->kind == Destination::Kind::SayTyping;
    if (!isMessage && !isTyping)
        refuse(frame, {Code::DestinationUnknown, u"Messages go to /app/rooms/{id}."_s});
    else if (frame.hasHeader("transaction"))
        refuse(frame, {Code::FrameInvalid, u"Transactions are not supported."_s});
    else if (isMessage)
        sendMessage(frame, destination->room);
    else
        sayTyping(frame, destination->room);
}

void Session::sendMessage(const StompFrame &frame, const QUuid &room)
{
    const Result<protocol::SendRequest> request = readSend(frame);
    if (!request) {
        refuse(frame, request.error());
        return;
    }
    if (m_services.draining.load()) {
        refuse(frame, {Code::ShuttingDown, u"The server is ending."_s}, request->id);
        return;
    }
    if (!findRoom(room, frame, request->id))
        return;
    m_services.messages.send(m_person, room, *request, m_queue,
                             [self = QPointer(this), receipt = receiptOf(frame),
                              id = request->id](const Result<protocol::Accepted> &accepted) {
                                 if (!self || self->m_state != State::Connected)
                                     return;
                                 if (!accepted) {
                                     StompFrame refused;
                                     if (!receipt.isEmpty())
                                         refused.addHeader("receipt", receipt);
                                     self->refuse(refused, accepted.error(), id);
                                 } else if (!receipt.isEmpty()) {
                                     self->m_channel.send(receiptFrame(receipt, *accepted));
                                 }
                             });
}

void Session::sayTyping(const StompFrame &frame, const QUuid &room)
{
    if (!findRoom(room, frame))
        return;
    m_services.typing.typed(room, m_person->nicknameUtf8);
    sendReceipt(frame);
}

void Session::onSubscribe(const StompFrame &frame)
{
    const auto refuseIt = [&](const QString &sentence) {
        refuse(frame, {Code::SubscriptionInvalid, sentence});
    };
    const auto destination = protocol::parseDestination(frame.header("destination"));
    if (!destination || destination->kind == Destination::Kind::Send
        || destination->kind == Destination::Kind::SayTyping) {
        refuse(frame, {Code::DestinationUnknown, u"There is nothing to subscribe to there."_s});
        return;
    }
    const QByteArray key = subscriptionKey(frame, m_channel.version());
    if (key.isEmpty() || m_followed.contains(key)) {
        refuseIt(u"A subscription needs an id that no other of this connection has."_s);
        return;
    }
    if (qint64(m_followed.size()) >= m_services.limits.subscriptions) {
        refuseIt(u"This connection has as many subscriptions as it may."_s);
        return;
    }
    auto subscription = std::make_unique<Subscription>();
    subscription->id = frame.header("id").toByteArray();
    subscription->kind = destination->kind;
    subscription->channel = &m_channel;
    if (!destination->room.isNull()) {
        const auto room = findRoom(destination->room, frame);
        if (!room)
            return;
        subscription->room = *room;
    }
    bool resumes = false;
    if (destination->kind == Destination::Kind::Room) {
        const auto after = resumePosition(frame);
        if (!after) {
            refuse(frame, after.error());
            return;
        }
        resumes = after->has_value();
        subscription->lastPosition =
            resumes ? **after : m_services.tail.lastPosition(destination->room);
        m_services.presence.subscribed(destination->room, m_person->nicknameUtf8);
    }
    Followed &followed = m_followed[key];
    followed.subscription = std::move(subscription);
    if (resumes) {
        replay(followed, frame);
        return;
    }
    m_fanout.add(*followed.subscription);
    sendReceipt(frame);
}

void Session::replay(Followed &followed, const StompFrame &frame)
{
    Subscription *subscription = followed.subscription.get();
    followed.replay = std::make_unique<Replay>(*subscription, m_services, m_queue, nullptr);
    connect(followed.replay.get(), &Replay::finished, this, [this, subscription, frame] {
        m_fanout.add(*subscription);
        sendReceipt(frame);
    });
    connect(followed.replay.get(), &Replay::failed, this,
            [this, frame](const Error &error) { fail(error, frame); });
    followed.replay->start();
}

void Session::onUnsubscribe(const StompFrame &frame)
{
    const auto followed = m_followed.find(subscriptionKey(frame, m_channel.version()));
    if (followed == m_followed.end()) {
        refuse(frame, {Code::SubscriptionInvalid, u"There is no such subscription."_s});
        return;
    }
    endSubscription(followed);
    sendReceipt(frame);
}

void Session::endSubscription(FollowedById::iterator followed)
{
    Subscription &subscription = *followed->second.subscription;
    m_fanout.remove(subscription);
    if (subscription.kind == Destination::Kind::Room)
        m_services.presence.unsubscribed(subscription.room.id, m_person->nicknameUtf8);
    m_followed.erase(followed);
}

} // namespace samsa::stomp

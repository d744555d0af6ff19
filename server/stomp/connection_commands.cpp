// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"
#include "server/stomp/client_frames.h"
#include "server/stomp/connection.h"
#include "server/stomp/frames.h"

#include <QPointer>

#include <algorithm>
#include <iterator>

/// What a connection does for each frame that a client may send once it is connected.
namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Destination;
using protocol::Error;
using protocol::Result;
using protocol::StompFrame;

struct Connection::SendTo
{
    Destination::Kind kind;
    void (Connection::*handle)(const Frame &frame, const QUuid &room);
};

const Connection::SendTo Connection::sendTo[] = {
    {Destination::Kind::Send, &Connection::sendMessage},
    {Destination::Kind::SayTyping, &Connection::sayTyping},
};

std::optional<RoomRef> Connection::findRoom(const QUuid &room, const StompFrame &frame,
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
                self->refuseRoom(frame,
                                 found ? Error {Code::RoomNotFound, u"There is no such room."_s}
                                       : found.error(),
                                 messageId);
            }
            self->readFrames();
        });
    return std::nullopt;
}

void Connection::refuseRoom(const StompFrame &frame, const Error &error,
                            const std::optional<QUuid> &messageId)
{
    const auto to = protocol::parseDestination(frame.header("destination"));
    if (to && to->kind == Destination::Kind::Send)
        m_services.metrics.messagesRefused.add();
    if (frame.hasHeader("transaction"))
        refuseHeld(frame, error);
    else
        refuse(frame, error, messageId);
}

/// A SEND of a transaction, which without one of its messages must not be committed.
void Connection::refuseHeld(const StompFrame &frame, const Error &error)
{
    (void)m_transactions.take(frame.header("transaction").toByteArray());
    refuseViolation(frame, error);
}

void Connection::onSend(const StompFrame &frame)
{
    if (!frame.hasHeader("destination")) {
        refuseHeld(frame, {Code::FrameInvalid, u"A SEND has a destination."_s});
        return;
    }
    const auto destination = protocol::parseDestination(frame.header("destination"));
    const auto *const to =
        std::find_if(std::begin(sendTo), std::end(sendTo), [&destination](const SendTo &candidate) {
            return destination && destination->kind == candidate.kind;
        });
    if (to == std::end(sendTo)) {
        const Error unknown {Code::DestinationUnknown, u"Messages go to /app/rooms/{id}."_s};
        if (frame.hasHeader("transaction"))
            refuseHeld(frame, unknown);
        else
            refuse(frame, unknown);
    } else if (frame.hasHeader("transaction")) {
        holdMessage(frame, destination->room);
    } else {
        (this->*to->handle)(frame, destination->room);
    }
}

void Connection::sendMessage(const StompFrame &frame, const QUuid &room)
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
    ++m_unanswered;
    m_services.messages.send(m_person, room, *request, m_queue,
                             [self = QPointer(this), receipt = receiptOf(frame),
                              id = request->id](const Result<protocol::Accepted> &accepted) {
                                 if (!self || !self->mayAnswer())
                                     return;
                                 if (!accepted) {
                                     StompFrame refused;
                                     if (!receipt.isEmpty())
                                         refused.addHeader("receipt", receipt);
                                     self->refuse(refused, accepted.error(), id);
                                 } else if (!receipt.isEmpty()) {
                                     self->m_channel.send(receiptFrame(receipt, *accepted));
                                 }
                                 self->answered();
                             });
}

void Connection::sayTyping(const StompFrame &frame, const QUuid &room)
{
    if (!findRoom(room, frame))
        return;
    m_services.typing.typed(room, m_person->nicknameUtf8);
    sendReceipt(frame);
}

void Connection::onSubscribe(const StompFrame &frame)
{
    if (!frame.hasHeader("destination")) {
        refuseViolation(frame, {Code::FrameInvalid, u"A SUBSCRIBE has a destination."_s});
        return;
    }
    const auto destination = protocol::parseDestination(frame.header("destination"));
    if (!destination || !protocol::isSubscribable(destination->kind)) {
        refuse(frame, {Code::DestinationUnknown, u"There is nothing to subscribe to there."_s});
        return;
    }
    Subscriptions::Wanted wanted;
    wanted.key = subscriptionKey(frame, m_channel.version());
    wanted.id = frame.header("id").toByteArray();
    wanted.kind = destination->kind;
    if (const auto admitted = m_subscriptions.admits(wanted.key); !admitted) {
        refuseViolation(frame, admitted.error());
        return;
    }
    const auto acknowledges = wantsToAcknowledge(frame);
    if (!acknowledges) {
        refuseViolation(frame, acknowledges.error());
        return;
    }
    wanted.acknowledges = *acknowledges;
    if (!destination->room.isNull()) {
        const auto room = findRoom(destination->room, frame);
        if (!room)
            return;
        wanted.room = *room;
    }
    if (wanted.kind == Destination::Kind::Room) {
        const auto after = resumePosition(frame);
        if (!after) {
            refuse(frame, after.error());
            return;
        }
        wanted.after = *after;
        const auto events = wantsEvents(frame);
        if (!events) {
            refuse(frame, events.error());
            return;
        }
        wanted.events = *events;
        const auto epoch = resumeEpoch(frame);
        if (!epoch) {
            refuse(frame, epoch.error());
            return;
        }
        wanted.epochs = epoch->has_value();
        const Cursor cursor {wanted.after.value_or(0), epoch->value_or(QUuid())};
        if (!m_services.tail.vouchesFor(wanted.room.id, cursor)) {
            confirm(wanted, cursor, frame);
            return;
        }
    }
    follow(wanted, frame);
}

void Connection::follow(const Subscriptions::Wanted &wanted, const StompFrame &frame)
{
    // Before what was missed is sent: should one begin meanwhile, this connection is told of it.
    const QByteArray epoch = wanted.kind == Destination::Kind::Room
        ? m_services.tail.epochs().textOf(wanted.room.partition)
        : QByteArray();
    ++m_unanswered;
    m_subscriptions.add(wanted, m_person->nicknameUtf8,
                        [this, frame, epoch](const Result<void> &live) {
                            if (!live)
                                failInOrder(live.error(), frame);
                            else if (frame.hasHeader("receipt") && mayAnswer())
                                m_channel.send(receiptFrame(receiptOf(frame), epoch));
                            answered();
                        });
}

/// Whether what the client has is still good is not known here; what follows waits.
void Connection::confirm(const Subscriptions::Wanted &wanted, const Cursor &cursor,
                         const StompFrame &frame)
{
    m_lookingUp = true;
    m_services.confirm(
        wanted.room, cursor,
        {m_queue, [self = QPointer(this), wanted, frame](const Result<void> &confirmed) {
             if (!self || self->m_state != State::Connected)
                 return;
             self->m_lookingUp = false;
             if (confirmed)
                 self->follow(wanted, frame);
             else
                 self->refuse(frame, confirmed.error());
             self->readFrames();
         }});
}

void Connection::onUnsubscribe(const StompFrame &frame)
{
    if (m_subscriptions.end(subscriptionKey(frame, m_channel.version()), m_person->nicknameUtf8))
        sendReceipt(frame);
    else
        refuse(frame, {Code::SubscriptionInvalid, u"There is no such subscription."_s});
}

/// What was delivered is not sent again, whatever is said of it: there is nothing to do.
void Connection::onAcknowledgement(const StompFrame &frame)
{
    auto names = checkAcknowledgement(frame, m_channel.version());
    if (names && frame.hasHeader("transaction"))
        names = m_transactions.check(frame.header("transaction").toByteArray());
    if (!names)
        refuseViolation(frame, names.error());
    else
        sendReceipt(frame);
}

void Connection::onBegin(const StompFrame &frame)
{
    const auto begun = m_transactions.begin(frame.header("transaction").toByteArray());
    if (begun)
        sendReceipt(frame);
    else
        refuseViolation(frame, begun.error());
}

/// A SEND of a transaction. Its receipt says that it is held: whoever waits for it before COMMIT
/// would wait for ever for the log.
void Connection::holdMessage(const StompFrame &frame, const QUuid &room)
{
    const QByteArray id = frame.header("transaction").toByteArray();
    const bool isMessage =
        protocol::parseDestination(frame.header("destination"))->kind == Destination::Kind::Send;
    if (isMessage && m_transactions.check(id) && !findRoom(room, frame))
        return;
    Result<void> held = Error {Code::FrameInvalid, u"A transaction holds messages alone."_s};
    if (isMessage) {
        const Result<protocol::SendRequest> request = readSend(frame);
        held = request ? m_transactions.hold(id, {room, *request}) : request.error();
    }
    if (held)
        sendReceipt(frame);
    else
        refuseHeld(frame, held.error());
}

void Connection::onCommit(const StompFrame &frame)
{
    const auto messages = m_transactions.take(frame.header("transaction").toByteArray());
    if (!messages) {
        refuseViolation(frame, messages.error());
        return;
    }
    if (m_services.draining.load()) {
        refuseViolation(frame, {Code::ShuttingDown, u"The server is ending."_s});
        return;
    }
    ++m_unanswered;
    m_services.messages.sendTogether(m_person, *messages, m_queue,
                                     [self = QPointer(this), frame](const Result<void> &appended) {
                                         if (!self || !self->mayAnswer())
                                             return;
                                         if (appended)
                                             self->sendReceipt(frame);
                                         else
                                             self->refuseViolation(frame, appended.error());
                                         self->answered();
                                     });
}

void Connection::onAbort(const StompFrame &frame)
{
    const auto aborted = m_transactions.take(frame.header("transaction").toByteArray());
    if (aborted)
        sendReceipt(frame);
    else
        refuseViolation(frame, aborted.error());
}

void Connection::onDisconnect(const StompFrame &frame)
{
    m_disconnect = frame;
    leave();
}

} // namespace samsa::stomp

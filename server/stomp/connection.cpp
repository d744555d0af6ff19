// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/connection.h"

#include "protocol/shapes.h"
#include "server/net/websocket.h"
#include "server/stomp/client_frames.h"
#include "server/stomp/frames.h"
#include "server/stomp/login.h"

#include <QHostAddress>
#include <QPointer>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Destination;
using protocol::Error;
using protocol::Result;
using protocol::StompFrame;
using protocol::StompParser;

namespace {

/// What may wait while a nickname or a room is being looked up; nobody needs to send that much
/// before.
constexpr qsizetype pipelinedBytes = 256 * 1024;
/// How long who leaves waits for answers. The log gives each of its own sooner.
constexpr std::chrono::seconds leaving {20};

std::chrono::milliseconds offeredHeartBeat(const Limits &limits)
{
    return std::chrono::milliseconds(limits.heartBeatMilliseconds);
}

} // namespace

struct Connection::Command
{
    QByteArrayView name;
    void (Connection::*handle)(const Frame &frame);
};

struct Connection::SendTo
{
    Destination::Kind kind;
    void (Connection::*handle)(const Frame &frame, const QUuid &room);
};

const Connection::Command Connection::commands[] = {
    {"SEND", &Connection::onSend},
    {"ACK", &Connection::onAcknowledgement},
    {"NACK", &Connection::onAcknowledgement},
    {"SUBSCRIBE", &Connection::onSubscribe},
    {"UNSUBSCRIBE", &Connection::onUnsubscribe},
    {"BEGIN", &Connection::onTransaction},
    {"COMMIT", &Connection::onTransaction},
    {"ABORT", &Connection::onTransaction},
    {"CONNECT", &Connection::onConnect},
    {"STOMP", &Connection::onConnect},
    {"DISCONNECT", &Connection::onDisconnect},
};

const Connection::SendTo Connection::sendTo[] = {
    {Destination::Kind::Send, &Connection::sendMessage},
    {Destination::Kind::SayTyping, &Connection::sayTyping},
};

Connection::Connection(net::WebSocket *webSocket, QByteArray address,
                       const chat::Services &services, Fanout &fanout, Flusher &flusher,
                       TaskQueue &queue, QObject *parent)
    : QObject(parent)
    , m_address(std::move(address))
    , m_services(services)
    , m_queue(queue)
    , m_channel(*webSocket, flusher, services.limits.slowReaderBytes, this)
    , m_heartBeat(this)
    , m_parser({protocol::limits::frameHeaders, protocol::limits::frameHeaderBytes,
                qsizetype(services.limits.bodyBytes)})
    , m_subscriptions(m_channel, services, fanout, queue)
{
    webSocket->setParent(this);
    connect(webSocket, &net::WebSocket::messageReceived, this, &Connection::onBytes);
    connect(webSocket, &net::WebSocket::pingReceived, this, [this](const QByteArray &payload) {
        m_heartBeat.heard();
        m_channel.readSomething();
        m_channel.sendPong(payload);
    });
    connect(webSocket, &net::WebSocket::closeReceived, this, &Connection::onWebSocketClose);
    // Not from within what made it so, which may be something that ends with this.
    connect(webSocket, &net::WebSocket::disconnected, this, &Connection::onClosed,
            Qt::QueuedConnection);
    connect(&m_channel, &Channel::overflowed, this, [this] {
        m_services.metrics.slowReaders.add();
        fail({Code::SlowReader, u"Too much was waiting for you to read it. Resume by position."_s});
    });
    connect(&m_heartBeat, &HeartBeat::due, &m_channel, &Channel::sendHeartBeat);
    connect(&m_heartBeat, &HeartBeat::lost, this, [this] {
        m_services.metrics.heartBeatsLost.add();
        fail({Code::HeartBeatLost, u"Nothing was heard from you for too long."_s});
    });
    startTimer(m_connectDeadline, std::chrono::milliseconds(services.limits.headMilliseconds));
}

Connection::~Connection() = default;

void Connection::startTimer(QBasicTimer &timer, std::chrono::milliseconds interval)
{
    timer.start(int(interval.count()), Qt::CoarseTimer, this);
}

void Connection::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_nicknameTimer.timerId()) {
        keepNickname();
    } else if (event->timerId() == m_leaveDeadline.timerId()) {
        m_unanswered = 0;
        failInOrder({Code::LogUnavailable,
                     u"Not all that you sent has an answer. Send it again under its id."_s},
                    m_disconnect);
        leaveIfAnswered();
    } else {
        m_connectDeadline.stop();
        fail({Code::NotConnected, u"No CONNECT came in time."_s});
    }
}

void Connection::onBytes(const QByteArray &bytes)
{
    if (m_state == State::Ending)
        return;
    m_heartBeat.heard();
    m_channel.readSomething();
    if (m_state == State::Leaving)
        return; // Nothing more is read.
    m_parser.feed(bytes);
    const bool waits = m_state == State::LoggingIn || m_lookingUp;
    if (waits && m_parser.bufferedBytes() > pipelinedBytes) {
        fail({m_lookingUp ? Code::TooManyRequests : Code::NotConnected,
              u"Too much came before an answer."_s});
        return;
    }
    readFrames();
}

void Connection::readFrames()
{
    while ((m_state == State::Unconnected || m_state == State::Connected) && !m_lookingUp) {
        switch (m_parser.next()) {
        case StompParser::Status::NeedMore:
            m_parser.takeHeartBeats();
            return;
        case StompParser::Status::Error:
            failInOrder(m_parser.error());
            return;
        case StompParser::Status::Frame:
            m_services.metrics.framesReceived.add();
            handle(m_parser.takeFrame());
            break;
        }
    }
}

void Connection::handle(const StompFrame &frame)
{
    const auto *const command =
        std::find_if(std::begin(commands), std::end(commands), [&frame](const Command &candidate) {
            return candidate.name == frame.command;
        });
    const bool known = command != std::end(commands);
    const bool connects = known && command->handle == &Connection::onConnect;
    if (connects != (m_state == State::Unconnected)) {
        failInOrder(connects ? Error {Code::FrameInvalid, u"You are connected already."_s}
                             : Error {Code::NotConnected, u"The first frame has to be CONNECT."_s},
                    frame);
    } else if (known) {
        (this->*command->handle)(frame);
    } else {
        failInOrder(
            {Code::FrameInvalid,
             u"\"%1\" is no frame that a client sends."_s.arg(QString::fromUtf8(frame.command))},
            frame);
    }
}

void Connection::onConnect(const StompFrame &frame)
{
    const auto version = negotiateVersion(frame.header("accept-version"));
    if (!version) {
        fail({Code::VersionUnsupported, u"This server speaks STOMP 1.0, 1.1 and 1.2."_s}, frame);
        return;
    }
    m_channel.setVersion(*version);
    m_parser.setVersion(*version);
    if (!HeartBeat::read(frame.header("heart-beat"))) {
        fail({Code::FrameInvalid, u"A heart-beat is two numbers of milliseconds."_s}, frame);
        return;
    }
    m_state = State::LoggingIn;
    logIn(frame, m_address, m_services.sessions, m_queue,
          [self = QPointer(this), frame, &sessions = m_services.sessions,
           &queue = m_queue](const Result<chat::SessionPtr> &person) {
              if (self && self->m_state == State::LoggingIn)
                  self->onLoggedIn(person, frame);
              else if (person && (*person)->ephemeral) // It was claimed for nobody.
                  sessions.leave(*person, queue, [](const Result<void> &) {});
          });
}

void Connection::onLoggedIn(const Result<chat::SessionPtr> &person, const StompFrame &connect)
{
    m_connectDeadline.stop();
    if (!person) {
        fail(person.error(), connect);
        return;
    }
    // 1.0 has no heart-beats.
    const bool beats = m_channel.version() != protocol::StompVersion::V10;
    const auto wishes = beats
        ? HeartBeat::read(connect.header("heart-beat")).value_or(HeartBeat::Wishes())
        : HeartBeat::Wishes();
    const auto offered = offeredHeartBeat(m_services.limits);
    m_heartBeat.start(wishes, offered);
    m_person = *person;
    m_nicknameKept = m_person->ephemeral;
    m_state = State::Connected;
    m_channel.send(connectedFrame(m_channel.version(),
                                  beats ? HeartBeat::header(wishes, offered) : QByteArray(),
                                  m_person->nicknameUtf8));
    keepNickname();
    startTimer(m_nicknameTimer,
               m_person->ephemeral ? m_services.sessions.ephemeralLifetime() / 3
                                   : std::chrono::milliseconds(std::chrono::hours(1)));
    readFrames();
}

void Connection::keepNickname()
{
    m_services.sessions.touch(*m_person);
}

void Connection::giveNicknameBack()
{
    m_nicknameTimer.stop();
    if (std::exchange(m_nicknameKept, false))
        m_services.sessions.leave(m_person, m_queue, [](const Result<void> &) {});
}

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

void Connection::onSend(const StompFrame &frame)
{
    if (!frame.hasHeader("destination")) {
        refuseViolation(frame, {Code::FrameInvalid, u"A SEND has a destination."_s});
        return;
    }
    const auto destination = protocol::parseDestination(frame.header("destination"));
    const auto *const to =
        std::find_if(std::begin(sendTo), std::end(sendTo), [&destination](const SendTo &candidate) {
            return destination && destination->kind == candidate.kind;
        });
    if (to == std::end(sendTo))
        refuse(frame, {Code::DestinationUnknown, u"Messages go to /app/rooms/{id}."_s});
    else if (frame.hasHeader("transaction"))
        onTransaction(frame);
    else
        (this->*to->handle)(frame, destination->room);
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
                            else if (frame.hasHeader("receipt"))
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
    if (const auto names = checkAcknowledgement(frame, m_channel.version()); !names)
        refuseViolation(frame, names.error());
    else
        sendReceipt(frame);
}

void Connection::onTransaction(const StompFrame &frame)
{
    refuse(frame, {Code::FrameInvalid, u"Transactions are not supported."_s});
}

void Connection::onDisconnect(const StompFrame &frame)
{
    m_disconnect = frame;
    leave();
}

void Connection::sendReceipt(const StompFrame &frame)
{
    if (frame.hasHeader("receipt") && mayAnswer())
        m_channel.send(receiptFrame(receiptOf(frame)));
}

void Connection::refuse(const StompFrame &frame, const Error &error,
                        const std::optional<QUuid> &messageId)
{
    if (m_subscriptions.tellRefusal(error, messageId, receiptOf(frame)))
        m_services.metrics.framesRefused.add();
    else if (frame.hasHeader("receipt"))
        failInOrder(error, frame);
    else
        m_services.metrics.framesRefused.add();
}

void Connection::refuseViolation(const StompFrame &frame, const Error &error)
{
    if (m_subscriptions.tellRefusal(error, std::nullopt, receiptOf(frame)))
        m_services.metrics.framesRefused.add();
    else
        failInOrder(error, frame);
}

void Connection::failInOrder(const Error &error, const StompFrame &frame)
{
    if (!m_failure)
        m_failure = {error, frame};
    leave();
}

void Connection::answered()
{
    --m_unanswered;
    leaveIfAnswered();
}

/// Reads nothing more; when what was taken has its answers, says why and ends.
void Connection::leave()
{
    if (m_state == State::Leaving || m_state == State::Ending)
        return;
    m_state = State::Leaving;
    startTimer(m_leaveDeadline, leaving);
    leaveIfAnswered();
}

void Connection::leaveIfAnswered()
{
    if (m_state != State::Leaving || m_unanswered > 0)
        return;
    if (m_failure) {
        fail(m_failure->first, m_failure->second);
        return;
    }
    sendReceipt(m_disconnect);
    m_state = State::Ending;
    m_leaveDeadline.stop();
    m_heartBeat.stop();
    giveNicknameBack();
    m_channel.close(net::CloseCode::Normal, {});
}

void Connection::fail(const Error &error, const StompFrame &frame)
{
    if (m_state == State::Ending)
        return;
    m_state = State::Ending;
    m_services.metrics.framesRefused.add();
    m_connectDeadline.stop();
    m_leaveDeadline.stop();
    m_heartBeat.stop();
    giveNicknameBack();
    m_channel.send(errorFrame(error, receiptOf(frame)));
    const QLatin1StringView name = protocol::codeName(error.code);
    m_channel.close(closeCode(error.code), {name.data(), name.size()});
}

void Connection::shutDown()
{
    fail({Code::ShuttingDown, u"The server is ending. Connect again after a pause."_s});
}

void Connection::endIfOf(const QByteArray &tokenHash)
{
    if (m_person && m_person->tokenHash == tokenHash)
        fail({Code::Unauthorized, u"This nickname was left."_s});
}

void Connection::endIfFollows(const EpochBegun &epoch)
{
    if (m_subscriptions.followsEpochsOf(epoch))
        fail({Code::EpochChanged,
              u"What the server has of a room is not what it was. Subscribe again with the last "
              "position and the epoch that you have, and you are told what is still good."_s});
}

/// The client says good-bye, or what it sends is no WebSocket.
void Connection::onWebSocketClose(net::CloseCode code, const QByteArray &reason)
{
    m_state = State::Ending;
    m_connectDeadline.stop();
    m_leaveDeadline.stop();
    m_heartBeat.stop();
    giveNicknameBack();
    m_channel.close(code, reason);
}

void Connection::onClosed()
{
    m_state = State::Ending;
    m_heartBeat.stop();
    m_leaveDeadline.stop();
    if (m_person)
        m_subscriptions.endAll(m_person->nicknameUtf8);
    giveNicknameBack();
    m_person.reset();
    Q_EMIT ended();
}

} // namespace samsa::stomp

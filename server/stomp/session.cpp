// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/session.h"

#include "protocol/shapes.h"
#include "server/stomp/client_frames.h"
#include "server/stomp/fanout.h"
#include "server/stomp/frames.h"
#include "server/stomp/login.h"
#include "server/stomp/replay.h"

#include <QHostAddress>
#include <QPointer>
#include <QTcpSocket>
#include <QTimerEvent>
#include <QWebSocket>

#include <chrono>

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Destination;
using protocol::Error;
using protocol::Result;
using protocol::StompFrame;
using protocol::StompParser;
using protocol::StompVersion;

namespace {

/// What may wait while a nickname is being looked up; nobody needs to send that much before.
constexpr qsizetype pipelinedBytes = 256 * 1024;

Error noSuchRoom()
{
    return {Code::RoomNotFound, u"There is no such room."_s};
}

std::chrono::milliseconds offeredHeartBeat(const Limits &limits)
{
    return std::chrono::milliseconds(limits.heartBeatMilliseconds);
}

} // namespace

Session::Session(QWebSocket *webSocket, QTcpSocket *socket, QByteArray address,
                 const chat::Services &services, Fanout &fanout, Flusher &flusher, TaskQueue &queue,
                 QObject *parent)
    : QObject(parent)
    , m_address(std::move(address))
    , m_services(services)
    , m_fanout(fanout)
    , m_queue(queue)
    , m_channel(*webSocket, *socket, flusher, services.limits.slowReaderBytes, this)
    , m_heartBeat(this)
    , m_parser({protocol::limits::frameHeaders, protocol::limits::frameHeaderBytes,
                qsizetype(services.limits.bodyBytes)})
    , m_lane(std::make_shared<chat::SendLane>())
{
    webSocket->setParent(this);
    connect(webSocket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { onBytes(text.toUtf8()); });
    connect(webSocket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &bytes) { onBytes(bytes); });
    connect(webSocket, &QWebSocket::disconnected, this, &Session::onClosed);
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

Session::~Session()
{
    for (auto followed = m_followed.begin(); followed != m_followed.end(); ++followed)
        m_fanout.remove(*followed->second.subscription);
}

void Session::startTimer(QBasicTimer &timer, std::chrono::milliseconds interval)
{
    timer.start(int(interval.count()), Qt::CoarseTimer, this);
}

void Session::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_nicknameTimer.timerId()) {
        keepNickname();
    } else {
        m_connectDeadline.stop();
        fail({Code::NotConnected, u"No CONNECT came in time."_s});
    }
}

void Session::onBytes(QByteArrayView bytes)
{
    if (m_state == State::Ending)
        return;
    m_heartBeat.heard();
    m_channel.readSomething();
    m_parser.feed(bytes);
    if (m_state == State::LoggingIn && m_parser.bufferedBytes() > pipelinedBytes) {
        fail({Code::NotConnected, u"Too much came before CONNECT was answered."_s});
        return;
    }
    readFrames();
}

void Session::readFrames()
{
    while (m_state == State::Unconnected || m_state == State::Connected) {
        switch (m_parser.next()) {
        case StompParser::Status::NeedMore:
            m_parser.takeHeartBeats();
            return;
        case StompParser::Status::Error:
            fail(m_parser.error());
            return;
        case StompParser::Status::Frame:
            m_services.metrics.framesReceived.add();
            handle(m_parser.takeFrame());
            break;
        }
    }
}

void Session::handle(const StompFrame &frame)
{
    const QByteArray &command = frame.command;
    const bool connects = command == "CONNECT" || command == "STOMP";
    if (connects != (m_state == State::Unconnected)) {
        fail(connects ? Error {Code::FrameInvalid, u"You are connected already."_s}
                      : Error {Code::NotConnected, u"The first frame has to be CONNECT."_s},
             frame);
    } else if (connects) {
        onConnect(frame);
    } else if (command == "SEND") {
        onSend(frame);
    } else if (command == "SUBSCRIBE") {
        onSubscribe(frame);
    } else if (command == "UNSUBSCRIBE") {
        onUnsubscribe(frame);
    } else if (command == "DISCONNECT") {
        onDisconnect(frame);
    } else if (command == "ACK" || command == "NACK") {
        // Every subscription is ack:auto, so there is nothing to acknowledge.
        sendReceipt(frame);
    } else if (command == "BEGIN" || command == "COMMIT" || command == "ABORT") {
        refuse(frame, {Code::FrameInvalid, u"Transactions are not supported."_s});
    } else {
        fail({Code::FrameInvalid,
              u"\"%1\" is no frame that a client sends."_s.arg(QString::fromUtf8(command))},
             frame);
    }
}

void Session::onConnect(const StompFrame &frame)
{
    const auto version = negotiateVersion(frame.header("accept-version"));
    if (!version) {
        fail({Code::VersionUnsupported, u"This server speaks STOMP 1.0, 1.1 and 1.2."_s}, frame);
        return;
    }
    m_state = State::LoggingIn;
    m_channel.setVersion(*version);
    m_parser.setVersion(*version);
    logIn(frame, m_address, m_services.sessions, m_queue,
          [self = QPointer(this), frame](const Result<chat::SessionPtr> &person) {
              if (self && self->m_state == State::LoggingIn)
                  self->onLoggedIn(person, frame);
          });
}

void Session::onLoggedIn(const Result<chat::SessionPtr> &person, const StompFrame &connect)
{
    m_connectDeadline.stop();
    if (!person) {
        fail(person.error(), connect);
        return;
    }
    const auto offered = offeredHeartBeat(m_services.limits);
    if (!m_heartBeat.start(connect.header("heart-beat"), offered)) {
        fail({Code::FrameInvalid, u"A heart-beat is two numbers of milliseconds."_s}, connect);
        return;
    }
    m_person = *person;
    m_state = State::Connected;
    m_channel.send(
        connectedFrame(m_channel.version(), HeartBeat::header(offered), m_person->nicknameUtf8));
    keepNickname();
    startTimer(m_nicknameTimer,
               m_person->ephemeral ? m_services.sessions.ephemeralLifetime() / 3
                                   : std::chrono::milliseconds(std::chrono::hours(1)));
    readFrames();
}

void Session::keepNickname()
{
    m_services.sessions.touch(*m_person);
}

void Session::onSend(const StompFrame &frame)
{
    const auto destination = protocol::parseDestination(frame.header("destination"));
    if (frame.hasHeader("transaction"))
        refuse(frame, {Code::FrameInvalid, u"Transactions are not supported."_s});
    else if (destination && destination->kind == Destination::Kind::Send)
        sendMessage(frame, destination->room);
    else if (destination && destination->kind == Destination::Kind::SayTyping)
        sayTyping(frame, destination->room);
    else
        refuse(frame, {Code::DestinationUnknown, u"Messages go to /app/rooms/{id}."_s});
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
    m_services.messages.send(m_person, room, *request, m_lane, m_queue,
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
    if (!m_services.rooms.find(room)) {
        refuse(frame, noSuchRoom());
        return;
    }
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
        const auto room = m_services.rooms.find(destination->room);
        if (!room) {
            refuse(frame, noSuchRoom());
            return;
        }
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

void Session::onDisconnect(const StompFrame &frame)
{
    sendReceipt(frame);
    m_state = State::Ending;
    m_heartBeat.stop();
    m_channel.close(QWebSocketProtocol::CloseCodeNormal, {});
}

void Session::sendReceipt(const StompFrame &frame)
{
    if (frame.hasHeader("receipt"))
        m_channel.send(receiptFrame(receiptOf(frame)));
}

void Session::refuse(const StompFrame &frame, const Error &error,
                     const std::optional<QUuid> &messageId)
{
    m_services.metrics.framesRefused.add();
    for (const auto &[key, followed] : m_followed) {
        if (followed.subscription->kind == Destination::Kind::Errors) {
            m_channel.send(
                refusalFrame(error, followed.subscription->id, messageId, receiptOf(frame)));
        }
    }
}

void Session::fail(const Error &error, const StompFrame &frame)
{
    if (m_state == State::Ending)
        return;
    m_state = State::Ending;
    m_services.metrics.framesRefused.add();
    m_connectDeadline.stop();
    m_heartBeat.stop();
    m_channel.send(errorFrame(error, receiptOf(frame)));
    m_channel.close(closeCode(error.code), QString::fromLatin1(protocol::codeName(error.code)));
}

void Session::shutDown()
{
    fail({Code::ShuttingDown, u"The server is ending. Connect again after a pause."_s});
}

void Session::endIfOf(const QByteArray &tokenHash)
{
    if (m_person && m_person->tokenHash == tokenHash)
        fail({Code::Unauthorized, u"This nickname was left."_s});
}

void Session::onClosed()
{
    m_state = State::Ending;
    m_heartBeat.stop();
    m_nicknameTimer.stop();
    while (!m_followed.empty())
        endSubscription(m_followed.begin());
    if (m_person && m_person->ephemeral)
        m_services.sessions.leave(m_person, m_queue, [](const Result<void> &) {});
    m_person.reset();
    Q_EMIT ended();
}

} // namespace samsa::stomp

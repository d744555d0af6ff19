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

const Connection::Command Connection::commands[] = {
    {"SEND", &Connection::onSend},
    {"ACK", &Connection::onAcknowledgement},
    {"NACK", &Connection::onAcknowledgement},
    {"SUBSCRIBE", &Connection::onSubscribe},
    {"UNSUBSCRIBE", &Connection::onUnsubscribe},
    {"BEGIN", &Connection::onBegin},
    {"COMMIT", &Connection::onCommit},
    {"ABORT", &Connection::onAbort},
    {"CONNECT", &Connection::onConnect},
    {"STOMP", &Connection::onConnect},
    {"DISCONNECT", &Connection::onDisconnect},
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

void Connection::endIfOf(const SessionLeft &left)
{
    if (m_person && m_person->tokenHash == left.tokenHash)
        fail({Code::Unauthorized,
              left.lost ? u"This nickname is somebody else's now: its time ran out while the "
                          "database was away. Claim one again."_s
                        : u"This nickname was left."_s});
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

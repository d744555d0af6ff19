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

namespace {

/// What may wait while a nickname or a room is being looked up; nobody needs to send that much
/// before.
constexpr qsizetype pipelinedBytes = 256 * 1024;

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
    const bool waits = m_state == State::LoggingIn || m_lookingUp;
    if (waits && m_parser.bufferedBytes() > pipelinedBytes) {
        fail({m_lookingUp ? Code::TooManyRequests : Code::NotConnected,
              u"Too much came before an answer."_s});
        return;
    }
    readFrames();
}

void Session::readFrames()
{
    while ((m_state == State::Unconnected || m_state == State::Connected) && !m_lookingUp) {
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

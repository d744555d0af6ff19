// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/stomp_client.h"

#include "app/base/logging.h"
#include "app/server_connection/network_text.h"
#include "app/server_connection/server_address.h"
#include "protocol/stomp_writer.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::StompFrame;

namespace {

// A beat may be late by as much again before the connection counts as lost (STOMP 1.2,
// "Heart-beating").
constexpr int beatTolerance = 2;

// The largest thing a server of ours sends in one message is a burst of frames; this is far beyond
// it.
constexpr quint64 maxIncomingBytes = 8 * 1024 * 1024;

Error notConnected(const QString &sentence)
{
    return {Code::NotConnected, sentence};
}

} // namespace

StompClient::StompClient(QObject *parent)
    : StompClient(Timing {}, parent)
{
}

StompClient::StompClient(Timing timing, QObject *parent)
    : QObject(parent)
    , m_timing(timing)
{
    m_connectTimer.setSingleShot(true);
    connect(&m_connectTimer, &QTimer::timeout, this,
            [this] { fail(notConnected(networkText(QAbstractSocket::SocketTimeoutError, {}))); });
    connect(&m_beatTimer, &QTimer::timeout, this,
            [this] { m_socket->sendTextMessage(QString(QLatin1Char(protocol::stompHeartBeat))); });
    connect(&m_watchTimer, &QTimer::timeout, this, &StompClient::checkHeartBeat);
}

StompClient::~StompClient()
{
    drop();
}

void StompClient::open(const QUrl &webSocket, const QByteArray &token)
{
    drop();
    m_state = State::Connecting;
    m_token = token;
    m_parser.emplace();
    m_parser->setVersion(protocol::StompVersion::V12);
    m_heard.start();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingMessageSize(maxIncomingBytes);
    if (isOnThisComputer(webSocket))
        m_socket->setProxy(QNetworkProxy::NoProxy);

    connect(m_socket, &QWebSocket::connected, this, [this] {
        StompFrame frame;
        frame.command = "CONNECT";
        frame.addHeader("accept-version", "1.2");
        frame.addHeader("host", m_socket->requestUrl().host().toUtf8());
        const QByteArray beat = QByteArray::number(qint64(m_timing.heartBeat.count()));
        frame.addHeader("heart-beat", beat + ',' + beat);
        frame.addHeader("Authorization", "Bearer " + m_token);
        write(frame);
    });
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { read(text.toUtf8()); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &StompClient::read);
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        const QString reason = m_socket->closeReason();
        fail(notConnected(reason.isEmpty() ? networkText(m_socket->error(), m_socket->errorString())
                                           : reason));
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto errorSignal = &QWebSocket::errorOccurred;
#else
    const auto errorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif
    connect(m_socket, errorSignal, this, [this] {
        fail(notConnected(networkText(m_socket->error(), m_socket->errorString())));
    });

    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"v12.stomp"_s});
    m_socket->open(webSocket, options);
    m_connectTimer.start(m_timing.connect);
}

void StompClient::close()
{
    if (m_state == State::Connected) {
        StompFrame frame;
        frame.command = "DISCONNECT";
        write(frame);
    }
    drop();
}

std::chrono::milliseconds StompClient::sinceHeard() const
{
    return std::chrono::milliseconds(m_heard.isValid() ? m_heard.elapsed() : 0);
}

QByteArray StompClient::subscribe(const QByteArray &destination,
                                  const QList<protocol::StompHeader> &headers,
                                  const FrameHandler &handler, const FrameHandler &receipt)
{
    QByteArray id = nextId("s");
    m_subscriptions.insert(id, handler);
    StompFrame frame;
    frame.command = "SUBSCRIBE";
    frame.addHeader("id", id);
    frame.addHeader("destination", destination);
    frame.headers += headers;
    if (receipt) {
        const QByteArray receiptId = nextId("r");
        m_receipts.insert(receiptId, receipt);
        frame.addHeader("receipt", receiptId);
    }
    write(frame);
    return id;
}

void StompClient::unsubscribe(const QByteArray &subscription)
{
    if (m_subscriptions.remove(subscription) == 0)
        return;
    StompFrame frame;
    frame.command = "UNSUBSCRIBE";
    frame.addHeader("id", subscription);
    write(frame);
}

void StompClient::send(const QByteArray &destination, const QByteArray &body,
                       const FrameHandler &receipt)
{
    StompFrame frame;
    frame.command = "SEND";
    frame.addHeader("destination", destination);
    frame.addHeader("content-type", "application/json");
    if (receipt) {
        const QByteArray receiptId = nextId("r");
        m_receipts.insert(receiptId, receipt);
        frame.addHeader("receipt", receiptId);
    }
    frame.body = body;
    write(frame);
}

void StompClient::write(const StompFrame &frame)
{
    if (m_socket == nullptr)
        return;
    m_socket->sendTextMessage(
        QString::fromUtf8(protocol::writeFrame(frame, protocol::StompVersion::V12)));
}

void StompClient::read(const QByteArray &bytes)
{
    m_heard.start();
    m_parser->feed(bytes);
    const QWebSocket *const socket = m_socket;
    // A handler may close this conversation, or open another: stop as soon as the socket is not
    // ours.
    while (m_socket == socket && m_socket != nullptr) {
        switch (m_parser->next()) {
        case protocol::StompParser::Status::NeedMore:
            return;
        case protocol::StompParser::Status::Frame:
            handle(m_parser->takeFrame());
            break;
        case protocol::StompParser::Status::Error:
            fail(Error(m_parser->error())); // a copy: who hears of it may open another conversation
            return;
        }
    }
}

void StompClient::handle(const StompFrame &frame)
{
    if (frame.command == "MESSAGE") {
        const auto handler = m_subscriptions.constFind(frame.header("subscription").toByteArray());
        if (handler != m_subscriptions.constEnd()) {
            const FrameHandler copy = *handler; // it may unsubscribe itself
            copy(frame);
        }
    } else if (frame.command == "RECEIPT") {
        const FrameHandler handler = m_receipts.take(frame.header("receipt-id").toByteArray());
        if (handler)
            handler(frame);
    } else if (frame.command == "CONNECTED") {
        handleConnected(frame);
    } else if (frame.command == "ERROR") {
        const QByteArrayView code = frame.header("code");
        Error why;
        why.code =
            code.isEmpty() ? Code::NotConnected : protocol::codeFromName(QString::fromUtf8(code));
        why.sentence = QString::fromUtf8(frame.header("message"));
        fail(why);
    } else {
        qCInfo(lcApp, "A STOMP frame of an unknown kind was left out: %s",
               frame.command.left(32).constData());
    }
}

void StompClient::handleConnected(const StompFrame &frame)
{
    if (m_state != State::Connecting)
        return;
    m_state = State::Connected;
    m_connectTimer.stop();
    const QList<QByteArray> beat = frame.header("heart-beat").toByteArray().split(',');
    const std::chrono::milliseconds serverSends {beat.value(0).trimmed().toInt()};
    const std::chrono::milliseconds serverWants {beat.value(1).trimmed().toInt()};
    if (serverWants.count() > 0) {
        // A little early, so that one slow turn of a loop is not a missed beat.
        m_beatTimer.start(std::max(m_timing.heartBeat, serverWants) * 4 / 5);
    }
    if (serverSends.count() > 0) {
        m_expectedBeat = std::max(m_timing.heartBeat, serverSends);
        m_watchTimer.start(m_expectedBeat / 2);
    }
    Q_EMIT connected();
}

void StompClient::checkHeartBeat()
{
    if (sinceHeard() > m_expectedBeat * beatTolerance)
        fail({Code::HeartBeatLost, {}, {}});
}

void StompClient::fail(const Error &why)
{
    if (m_state == State::Closed)
        return;
    drop();
    Q_EMIT closed(why);
}

void StompClient::drop()
{
    m_state = State::Closed;
    m_connectTimer.stop();
    m_beatTimer.stop();
    m_watchTimer.stop();
    m_subscriptions.clear();
    m_receipts.clear();
    m_heard.invalidate();
    if (m_socket != nullptr) {
        m_socket->disconnect(this);
        m_socket->close();
        m_socket->deleteLater();
        m_socket = nullptr;
    }
}

QByteArray StompClient::nextId(const char *kind)
{
    return kind + QByteArray::number(++m_lastId);
}

} // namespace samsa::app

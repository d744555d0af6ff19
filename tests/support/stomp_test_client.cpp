// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/stomp_test_client.h"

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/stomp_writer.h"

#include <QEventLoop>
#include <QNetworkRequest>
#include <QTimer>
#include <QWebSocketHandshakeOptions>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using protocol::StompFrame;

StompTestClient::StompTestClient(quint16 port, QObject *parent)
    : QObject(parent)
    , m_port(port)
    , m_parser({64, 8192, 1024 * 1024})
{
    connect(&m_webSocket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { read(text.toUtf8()); });
    connect(&m_webSocket, &QWebSocket::binaryMessageReceived, this, &StompTestClient::read);
    connect(&m_webSocket, &QWebSocket::connected, this, &StompTestClient::changed);
    connect(&m_webSocket, &QWebSocket::disconnected, this, [this] {
        m_closed = true;
        Q_EMIT changed();
    });
}

bool StompTestClient::open(const QStringList &subprotocols,
                           const QList<std::pair<QByteArray, QByteArray>> &more)
{
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(subprotocols);
    m_closed = false;
    QNetworkRequest request(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_port)));
    for (const auto &[name, value] : more)
        request.setRawHeader(name, value);
    m_webSocket.open(request, options);
    return waitUntil(
               [this] {
                   return m_closed || m_webSocket.state() == QAbstractSocket::ConnectedState;
               },
               std::chrono::seconds(15))
        && !m_closed;
}

bool StompTestClient::connectWith(const QByteArray &token, const Headers &more)
{
    if (!open())
        return false;
    Headers headers {
        {"accept-version", "1.2"}, {"host", "test"}, {"Authorization", "Bearer " + token}};
    const auto answer = connectFrame(headers + more);
    return answer && answer->command == "CONNECTED";
}

std::optional<StompFrame> StompTestClient::connectFrame(const Headers &headers)
{
    send("CONNECT", headers);
    return wait([](const Frame &frame) {
        return frame.command == "CONNECTED" || frame.command == "ERROR";
    });
}

void StompTestClient::send(const QByteArray &command, const Headers &headers,
                           const QByteArray &body)
{
    sendText(protocol::writeFrame({command, headers, body}, m_version));
}

void StompTestClient::sendText(const QByteArray &bytes)
{
    m_webSocket.sendTextMessage(QString::fromUtf8(bytes));
}

void StompTestClient::sendBinary(const QByteArray &bytes)
{
    m_webSocket.sendBinaryMessage(bytes);
}

std::optional<StompFrame> StompTestClient::sendAndWait(const QByteArray &command, Headers headers,
                                                       const QByteArray &body)
{
    const QByteArray receipt = "r" + QByteArray::number(++m_receipts);
    headers.append({"receipt", receipt});
    send(command, headers, body);
    return wait([&receipt](const Frame &frame) {
        return frame.command == "RECEIPT" && frame.header("receipt-id") == receipt;
    });
}

std::optional<StompFrame> StompTestClient::follow(const QUuid &room, const QByteArray &id,
                                                  std::optional<qint64> after)
{
    Headers headers {{"id", id}, {"destination", protocol::roomDestination(room)}};
    if (after)
        headers.append({"after", QByteArray::number(*after)});
    return sendAndWait("SUBSCRIBE", headers);
}

std::optional<StompFrame> StompTestClient::say(const QUuid &room, const QByteArray &text)
{
    return sendAndWait(
        "SEND",
        {{"destination", protocol::sendDestination(room)}, {"content-type", "application/json"}},
        protocol::writeSendRequest({protocol::makeMessageId(), text}));
}

std::optional<StompFrame> StompTestClient::wait(const Match &match,
                                                std::chrono::milliseconds patience)
{
    std::optional<Frame> found;
    waitUntil(
        [&] {
            for (qsizetype i = 0; i < m_frames.size(); ++i) {
                if (match(m_frames[i])) {
                    found = m_frames.takeAt(i);
                    return true;
                }
            }
            return false;
        },
        patience);
    return found;
}

std::optional<StompFrame> StompTestClient::waitFor(const QByteArray &command,
                                                   std::chrono::milliseconds patience)
{
    return wait([&command](const Frame &frame) { return frame.command == command; }, patience);
}

bool StompTestClient::waitForClosed(std::chrono::milliseconds patience)
{
    return waitUntil([this] { return m_closed; }, patience);
}

QList<protocol::Message> StompTestClient::messages(const QByteArray &subscription) const
{
    return m_messages.value(subscription);
}

qsizetype StompTestClient::messageCount(const QByteArray &subscription) const
{
    return m_messages.value(subscription).size();
}

bool StompTestClient::waitForMessages(const QByteArray &subscription, qsizetype count,
                                      std::chrono::milliseconds patience)
{
    return waitUntil([&] { return messageCount(subscription) >= count; }, patience);
}

void StompTestClient::setVersion(protocol::StompVersion version)
{
    m_version = version;
    m_parser.setVersion(version);
}

void StompTestClient::read(const QByteArray &bytes)
{
    m_parser.feed(bytes);
    while (m_parser.next() == protocol::StompParser::Status::Frame) {
        Frame frame = m_parser.takeFrame();
        const auto destination = protocol::parseDestination(frame.header("destination"));
        if (frame.command == "MESSAGE" && destination
            && destination->kind == protocol::Destination::Kind::Room && !frame.hasHeader("type")) {
            const auto message = protocol::parseMessage(frame.body);
            if (!message)
                qFatal("A message that is none: %s", frame.body.constData());
            m_messages[frame.header("subscription").toByteArray()].append(*message);
        } else {
            m_frames.append(std::move(frame));
        }
    }
    m_heartBeats += m_parser.takeHeartBeats();
    Q_EMIT changed();
}

bool StompTestClient::waitUntil(const std::function<bool()> &done,
                                std::chrono::milliseconds patience)
{
    if (done())
        return true;
    QEventLoop loop;
    bool reached = false;
    connect(this, &StompTestClient::changed, &loop, [&] {
        if (!reached && done()) {
            reached = true;
            loop.quit();
        }
    });
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
    return reached;
}

} // namespace samsa::test

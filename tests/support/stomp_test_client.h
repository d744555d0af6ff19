// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "protocol/stomp_parser.h"

#include <QObject>
#include <QStringList>
#include <QUuid>
#include <QWebSocket>

#include <chrono>
#include <functional>
#include <optional>

namespace samsa::test {

/// A STOMP client over QWebSocket that does what a test says, right or wrong, and keeps everything
/// it got. Waits in an event loop, since the server may live in the same thread.
class StompTestClient : public QObject
{
    Q_OBJECT
public:
    using Frame = protocol::StompFrame;
    using Headers = QList<protocol::StompHeader>;
    using Match = std::function<bool(const Frame &)>;

    explicit StompTestClient(quint16 port, QObject *parent = nullptr);

    /// The WebSocket's handshake.
    bool open(const QStringList &subprotocols = {QStringLiteral("v12.stomp")},
              const QList<std::pair<QByteArray, QByteArray>> &more = {});
    /// open(), CONNECT with a token, CONNECTED.
    bool connectWith(const QByteArray &token, const Headers &more = {});
    /// CONNECT with these headers; what came for an answer, CONNECTED or ERROR.
    std::optional<Frame> connectFrame(const Headers &headers);

    void send(const QByteArray &command, const Headers &headers, const QByteArray &body = {});
    void sendText(const QByteArray &bytes);
    void sendBinary(const QByteArray &bytes);
    /// The same, waiting for the receipt; nothing if none came.
    std::optional<Frame> sendAndWait(const QByteArray &command, Headers headers,
                                     const QByteArray &body = {});
    std::optional<Frame> follow(const QUuid &room, const QByteArray &id,
                                std::optional<qint64> after = std::nullopt);
    /// Sends a text under an id of its own; the receipt.
    std::optional<Frame> say(const QUuid &room, const QByteArray &text);

    /// The first frame, of those that came and were not taken, that matches; it is taken.
    std::optional<Frame> wait(const Match &match,
                              std::chrono::milliseconds patience = std::chrono::seconds(15));
    std::optional<Frame> waitFor(const QByteArray &command,
                                 std::chrono::milliseconds patience = std::chrono::seconds(15));
    bool waitForClosed(std::chrono::milliseconds patience = std::chrono::seconds(15));

    /// The room messages that came for a subscription, in order.
    QList<protocol::Message> messages(const QByteArray &subscription) const;
    qsizetype messageCount(const QByteArray &subscription) const;
    bool waitForMessages(const QByteArray &subscription, qsizetype count,
                         std::chrono::milliseconds patience = std::chrono::seconds(15));

    QWebSocket &webSocket() { return m_webSocket; }
    int heartBeats() const { return m_heartBeats; }
    bool isClosed() const { return m_closed; }
    /// Frames as they came, text or not.
    void setVersion(protocol::StompVersion version);

Q_SIGNALS:
    void changed();

private:
    void read(const QByteArray &bytes);
    bool waitUntil(const std::function<bool()> &done, std::chrono::milliseconds patience);

    const quint16 m_port;
    QWebSocket m_webSocket;
    protocol::StompParser m_parser;
    protocol::StompVersion m_version = protocol::StompVersion::V12;
    QList<Frame> m_frames; // Not taken.
    QHash<QByteArray, QList<protocol::Message>> m_messages; // By subscription.
    int m_heartBeats = 0;
    int m_receipts = 0;
    bool m_closed = false;
};

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/error.h"
#include "protocol/stomp_frame.h"
#include "protocol/stomp_parser.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <optional>

QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace samsa::app {

/// One STOMP 1.2 conversation over a WebSocket: CONNECT with a token, heart-beats both ways,
/// subscriptions, receipts. It does not reconnect: closed() ends it, with the reason, exactly once
/// per open(), and open() begins a new one. Handlers of frames and receipts are called in this
/// object's thread, in the order of the frames; after closed() none of them is called any more.
/// Nothing blocks.
class StompClient : public QObject
{
    Q_OBJECT
public:
    enum class State { Closed, Connecting, Connected };
    using FrameHandler = std::function<void(const protocol::StompFrame &)>;

    struct Timing
    {
        std::chrono::milliseconds connect {10'000}; ///< Until CONNECTED must have come.
        std::chrono::milliseconds heartBeat {10'000}; ///< What is offered, both ways.
    };

    explicit StompClient(Timing timing, QObject *parent = nullptr);
    explicit StompClient(QObject *parent = nullptr);
    ~StompClient() override;

    void open(const QUrl &webSocket, const QByteArray &token);
    /// Says DISCONNECT and closes. closed() is not emitted for what one asked for.
    void close();

    State state() const { return m_state; }
    /// How long ago the server was last heard of, a heart-beat included.
    std::chrono::milliseconds sinceHeard() const;

    /// Subscribes; returns the subscription's id. \a receipt is called when the server has taken it
    /// (and, with an `after` header, has replayed what was missed).
    QByteArray subscribe(const QByteArray &destination, const QList<protocol::StompHeader> &headers,
                         const FrameHandler &handler, const FrameHandler &receipt = {});
    void unsubscribe(const QByteArray &subscription);
    /// \a receipt may never come: when the message is refused, or the connection ends first.
    /// Without one none is asked for.
    void send(const QByteArray &destination, const QByteArray &body, const FrameHandler &receipt);

Q_SIGNALS:
    void connected();
    void closed(const samsa::protocol::Error &why);

private:
    void write(const protocol::StompFrame &frame);
    void read(const QByteArray &bytes);
    void handle(const protocol::StompFrame &frame);
    void handleConnected(const protocol::StompFrame &frame);
    void checkHeartBeat();
    void fail(const protocol::Error &why);
    void drop();
    QByteArray nextId(const char *kind);

    Timing m_timing;
    State m_state = State::Closed;
    QWebSocket *m_socket = nullptr;
    std::optional<protocol::StompParser> m_parser;
    QByteArray m_token;
    QHash<QByteArray, FrameHandler> m_subscriptions;
    QHash<QByteArray, FrameHandler> m_receipts;
    QElapsedTimer m_heard;
    QTimer m_connectTimer;
    QTimer m_beatTimer; // ours to the server
    QTimer m_watchTimer; // the server's to us
    std::chrono::milliseconds m_expectedBeat {0};
    quint64 m_lastId = 0;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/websocket_reader.h"

#include <QObject>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace samsa::net {

/// The server's end of a WebSocket whose handshake is done: reads what the client sends on it, and
/// closes it. Messages are written to the socket by whoever has them, as whole frames
/// (webSocketFrame()); what has to be answered, ping and close, is told and not answered here, so
/// that one place knows what waits to be written.
///
/// Thread: the worker's. Takes the socket. Signals come from the event loop or from begin().
class WebSocket : public QObject
{
    Q_OBJECT
public:
    /// No message may have more than \a messageBytes.
    WebSocket(QTcpSocket *socket, qsizetype messageBytes, QObject *parent = nullptr);

    QTcpSocket &socket() { return m_socket; }

    /// Looks at what came with the handshake. To be called once, when all listen.
    void begin();
    /// Says so with a close frame, whose reason is cut to what fits, and ends: at once if the
    /// client has closed, or else when it does; what it sends until then is thrown away. It sees
    /// that nothing more comes. Does not wait for ever: that is for the caller.
    void close(CloseCode code, QByteArrayView reason);

Q_SIGNALS:
    void messageReceived(const QByteArray &message); ///< Text, which is UTF-8, or binary.
    void pingReceived(const QByteArray &payload);
    /// The client closes, or broke the protocol: close() with these. Nothing more is received.
    void closeReceived(samsa::net::CloseCode code, const QByteArray &reason);
    void disconnected();

private:
    void readyRead();

    QTcpSocket &m_socket;
    WebSocketReader m_reader;
    bool m_closing = false; // The close frame was written; what comes is no longer told.
    bool m_clientClosed = false;
    bool m_readAll = false; // Nothing that comes means anything any more.
};

} // namespace samsa::net

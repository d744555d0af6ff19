// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"
#include "server/net/websocket_reader.h"

#include <QByteArray>
#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QSslSocket;
class QTcpSocket;
QT_END_NAMESPACE

namespace samsa::net {
class Socket;
class WebSocket;
} // namespace samsa::net

namespace samsa::stomp {

class Flusher;

/// The way out to one client: whole WebSocket frames onto its socket, shared and not copied, and a
/// bound on what may wait there. What is written in one turn of the event loop leaves in one system
/// call, when the turn ends.
///
/// Thread: the worker's. overflowed() and drained() come from the event loop, never from within
/// write(), so a writer may go through many channels without one disappearing.
class Channel : public QObject
{
    Q_OBJECT
public:
    /// Does not own \a webSocket. Beyond \a bound bytes waiting the channel overflows.
    Channel(net::WebSocket &webSocket, Flusher &flusher, qint64 bound, QObject *parent);
    ~Channel() override;

    void setVersion(protocol::StompVersion version) { m_version = version; }
    protocol::StompVersion version() const { return m_version; }

    /// Whole unmasked WebSocket frames (net::webSocketFrame()).
    void write(const QByteArray &webSocketFrames);
    void send(const protocol::StompFrame &frame);
    void sendHeartBeat();
    void sendPong(const QByteArray &payload);

    /// Something was read in this turn: when it ends, the buffer it came through is given back.
    void readSomething();
    /// Sends what was written in this turn. The flusher calls it.
    void endTurn();

    /// Half of the bound or more is waiting: whoever can wait should, until drained().
    bool isBusy();

    /// Sends a WebSocket close and takes nothing more. A client that does not take it within two
    /// seconds is cut.
    void close(net::CloseCode code, QByteArrayView reason);

Q_SIGNALS:
    void overflowed();
    void drained();

private:
    void joinTurn();
    void leaveTurn();
    void flush();
    qint64 waiting() const;
    void tellIfDrained();

    net::WebSocket &m_webSocket;
    QTcpSocket &m_socket;
    net::Socket *const m_plain; // What m_socket is: one of these two, or neither of ours.
    const QSslSocket *const m_encrypted;
    Flusher &m_flusher;
    const qint64 m_bound;
    protocol::StompVersion m_version = protocol::StompVersion::V12;
    QByteArray m_turn; // What was written in this turn; shared while it is one piece.
    std::optional<std::size_t> m_slot; // With the flusher, while there is something to do.
    bool m_read = false;
    bool m_open = true;
    bool m_overflowing = false;
    bool m_awaited = false; // Somebody was told that it is busy.
};

} // namespace samsa::stomp

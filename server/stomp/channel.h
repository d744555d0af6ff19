// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"

#include <QObject>
#include <QWebSocketProtocol>

QT_BEGIN_NAMESPACE
class QTcpSocket;
class QWebSocket;
QT_END_NAMESPACE

namespace samsa::stomp {

/// The way out to one client: whole WebSocket frames onto its socket, shared and not copied, and a
/// bound on what may wait there. Nothing is flushed: what is written in one turn of the event loop
/// leaves in one system call.
///
/// Thread: the worker's. overflowed() and drained() come from the event loop, never from within
/// write(), so a writer may go through many channels without one disappearing.
class Channel : public QObject
{
    Q_OBJECT
public:
    /// Neither is owned; \a socket is the one below \a webSocket. Beyond \a bound bytes waiting the
    /// channel overflows.
    Channel(QWebSocket &webSocket, QTcpSocket &socket, qint64 bound, QObject *parent);

    void setVersion(protocol::StompVersion version) { m_version = version; }
    protocol::StompVersion version() const { return m_version; }

    /// Whole unmasked WebSocket frames (net::webSocketFrame()).
    void write(const QByteArray &webSocketFrames);
    void send(const protocol::StompFrame &frame);
    void sendHeartBeat();

    /// Half of the bound or more is waiting: whoever can wait should, until drained().
    bool isBusy() const;

    /// Sends a WebSocket close and takes nothing more. A client that does not take it within two
    /// seconds is cut.
    void close(QWebSocketProtocol::CloseCode code, const QString &reason);

Q_SIGNALS:
    void overflowed();
    void drained();

private:
    qint64 waiting() const;
    void onBytesWritten();

    QWebSocket &m_webSocket;
    QTcpSocket &m_socket;
    const qint64 m_bound;
    protocol::StompVersion m_version = protocol::StompVersion::V12;
    bool m_open = true;
    bool m_overflowing = false;
};

} // namespace samsa::stomp

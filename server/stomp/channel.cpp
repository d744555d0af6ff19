// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/channel.h"

#include "protocol/stomp_writer.h"
#include "server/net/websocket_frame.h"

#include <QSslSocket>
#include <QTimer>
#include <QWebSocket>

#include <chrono>

namespace samsa::stomp {

namespace {
constexpr std::chrono::seconds closeDeadline {2};
}

Channel::Channel(QWebSocket &webSocket, QTcpSocket &socket, qint64 bound, QObject *parent)
    : QObject(parent)
    , m_webSocket(webSocket)
    , m_socket(socket)
    , m_bound(bound)
{
    connect(&socket, &QTcpSocket::bytesWritten, this, &Channel::onBytesWritten);
}

void Channel::write(const QByteArray &webSocketFrames)
{
    if (!m_open || m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    m_socket.write(webSocketFrames);
    if (waiting() > m_bound && !m_overflowing) {
        m_overflowing = true;
        QMetaObject::invokeMethod(this, &Channel::overflowed, Qt::QueuedConnection);
    }
}

void Channel::send(const protocol::StompFrame &frame)
{
    write(net::webSocketFrame(protocol::writeFrame(frame, m_version)));
}

void Channel::sendHeartBeat()
{
    static const QByteArray beat = net::webSocketFrame(QByteArray(1, protocol::stompHeartBeat));
    write(beat);
}

bool Channel::isBusy() const
{
    return waiting() >= m_bound / 2;
}

void Channel::close(QWebSocketProtocol::CloseCode code, const QString &reason)
{
    if (!m_open)
        return;
    m_open = false;
    m_webSocket.close(code, reason);
    QTimer::singleShot(closeDeadline, this, [this] { m_socket.abort(); });
}

qint64 Channel::waiting() const
{
    qint64 bytes = m_socket.bytesToWrite();
    if (const auto *encrypted = qobject_cast<const QSslSocket *>(&m_socket))
        bytes += encrypted->encryptedBytesToWrite();
    return bytes;
}

void Channel::onBytesWritten()
{
    if (m_open && !isBusy())
        Q_EMIT drained();
}

} // namespace samsa::stomp

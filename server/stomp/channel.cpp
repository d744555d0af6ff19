// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/channel.h"

#include "protocol/stomp_writer.h"
#include "server/net/socket.h"
#include "server/net/websocket.h"
#include "server/net/websocket_frame.h"
#include "server/stomp/flusher.h"

#include <QSslSocket>
#include <QTimer>

#include <chrono>
#include <utility>

namespace samsa::stomp {

namespace {
constexpr std::chrono::seconds closeDeadline {2};
}

Channel::Channel(net::WebSocket &webSocket, Flusher &flusher, qint64 bound, QObject *parent)
    : QObject(parent)
    , m_webSocket(webSocket)
    , m_socket(webSocket.socket())
    , m_plain(qobject_cast<net::Socket *>(&m_socket))
    , m_encrypted(qobject_cast<const QSslSocket *>(&m_socket))
    , m_flusher(flusher)
    , m_bound(bound)
{
    connect(&m_socket, &QTcpSocket::bytesWritten, this, &Channel::tellIfDrained);
}

Channel::~Channel()
{
    leaveTurn();
}

void Channel::joinTurn()
{
    if (!m_slot)
        m_slot = m_flusher.add(*this);
}

void Channel::leaveTurn()
{
    if (m_slot)
        m_flusher.remove(*this, *std::exchange(m_slot, std::nullopt));
}

void Channel::write(const QByteArray &webSocketFrames)
{
    if (!m_open)
        return;
    if (m_turn.isEmpty())
        m_turn = webSocketFrames;
    else
        m_turn.append(webSocketFrames);
    joinTurn();
}

void Channel::readSomething()
{
    m_read = true;
    joinTurn();
}

void Channel::endTurn()
{
    m_slot.reset();
    flush();
    if (std::exchange(m_read, false) && m_plain)
        m_plain->giveBackBuffers();
}

void Channel::flush()
{
    const QByteArray bytes = std::exchange(m_turn, {});
    if (bytes.isEmpty() || m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    if (m_plain)
        m_plain->writeThrough(bytes);
    else
        m_socket.write(bytes);
    if (!m_overflowing && waiting() > m_bound) {
        m_overflowing = true;
        QMetaObject::invokeMethod(this, &Channel::overflowed, Qt::QueuedConnection);
    }
    tellIfDrained();
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

void Channel::sendPong(const QByteArray &payload)
{
    write(net::webSocketFrame(payload, net::WebSocketOpcode::Pong));
}

bool Channel::isBusy()
{
    m_awaited = waiting() >= m_bound / 2;
    return m_awaited;
}

void Channel::close(net::CloseCode code, QByteArrayView reason)
{
    if (!m_open)
        return;
    m_open = false;
    flush();
    m_webSocket.close(code, reason);
    QTimer::singleShot(closeDeadline, this, [this] { m_socket.abort(); });
}

qint64 Channel::waiting() const
{
    qint64 bytes = m_turn.size() + m_socket.bytesToWrite();
    if (m_encrypted)
        bytes += m_encrypted->encryptedBytesToWrite();
    return bytes;
}

void Channel::tellIfDrained()
{
    if (m_awaited && m_open && !isBusy())
        Q_EMIT drained();
}

} // namespace samsa::stomp

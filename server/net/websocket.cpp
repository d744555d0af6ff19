// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/websocket.h"

#include "server/net/socket.h"
#include "server/net/websocket_frame.h"

#include <QTcpSocket>
#include <QtEndian>

#include <algorithm>

namespace samsa::net {

namespace {

constexpr qsizetype reasonBytes = 123; // RFC 6455 §5.5: 125 with the code.

QByteArray closeFrame(CloseCode code, QByteArrayView reason)
{
    reason = reason.first(std::min(reason.size(), reasonBytes));
    while (!reason.isValidUtf8())
        reason.chop(1);
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(static_cast<quint16>(code), payload.data());
    return webSocketFrame(payload + reason.toByteArray(), WebSocketOpcode::Close);
}

} // namespace

WebSocket::WebSocket(QTcpSocket *socket, qsizetype messageBytes, QObject *parent)
    : QObject(parent)
    , m_socket(*socket)
    , m_reader(messageBytes)
{
    socket->setParent(this);
    connect(socket, &QTcpSocket::readyRead, this, &WebSocket::readyRead);
    connect(socket, &QTcpSocket::disconnected, this, &WebSocket::disconnected);
}

void WebSocket::begin()
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        Q_EMIT disconnected();
    else if (m_socket.bytesAvailable() > 0)
        readyRead();
}

void WebSocket::readyRead()
{
    const qint64 available = m_socket.bytesAvailable();
    if (m_readAll) {
        m_socket.skip(available);
        return;
    }
    const qint64 read = m_socket.read(m_reader.append(available), available);
    m_reader.truncate(available - std::max<qint64>(read, 0));
    for (;;) {
        switch (m_reader.next()) {
        case WebSocketReader::Status::NeedMore:
            return;
        case WebSocketReader::Status::Message:
            if (!m_closing)
                Q_EMIT messageReceived(m_reader.payload());
            break;
        case WebSocketReader::Status::Ping:
            if (!m_closing)
                Q_EMIT pingReceived(m_reader.payload());
            break;
        case WebSocketReader::Status::Close:
            m_clientClosed = true;
            [[fallthrough]];
        case WebSocketReader::Status::Failed:
            m_readAll = true;
            if (m_closing)
                m_socket.disconnectFromHost();
            else
                Q_EMIT closeReceived(m_reader.closeCode(), m_reader.reason().toByteArray());
            return;
        }
    }
}

void WebSocket::close(CloseCode code, QByteArrayView reason)
{
    m_closing = true;
    m_socket.write(closeFrame(code, reason));
    if (m_clientClosed) {
        m_socket.disconnectFromHost();
        return;
    }
    // Not closed at once: what the client is sending would be answered with a reset, which may
    // reach it before the reason does.
    m_socket.flush();
    connect(&m_socket, &QTcpSocket::bytesWritten, this, [this] { endWriting(&m_socket); });
    endWriting(&m_socket);
}

} // namespace samsa::net

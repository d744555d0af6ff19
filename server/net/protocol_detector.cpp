// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/protocol_detector.h"

#include "server/net/upgrade_check.h"

#include <QTcpSocket>

#include <algorithm>
#include <chrono>

namespace samsa::net {

ProtocolDetector::ProtocolDetector(QTcpSocket *socket, const Limits &limits, Ways ways,
                                   QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_headBytes(qsizetype(limits.headBytes))
    , m_ways(std::move(ways))
{
    connect(socket, &QTcpSocket::readyRead, this, &ProtocolDetector::look);
    connect(socket, &QTcpSocket::disconnected, this, [this] {
        m_socket->deleteLater();
        deleteLater();
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ProtocolDetector::timeOut);
    m_timer.start(std::chrono::milliseconds(limits.headMilliseconds));
    if (socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &ProtocolDetector::look, Qt::QueuedConnection);
}

void ProtocolDetector::look()
{
    const QByteArray bytes =
        m_socket->peek(std::min<qint64>(m_socket->bytesAvailable(), m_headBytes + 1));
    // Bytes that come one by one are looked at when a line has ended.
    const QByteArrayView fresh = QByteArrayView(bytes).sliced(std::min(m_seen, bytes.size()));
    if (m_seen > 0 && !fresh.contains('\n') && bytes.size() <= m_headBytes)
        return;
    m_seen = bytes.size();
    const HeadResult result = readHead(bytes, m_headBytes);
    if (result.refusal) {
        leave([this, refusal = *result.refusal](QTcpSocket *socket) {
            m_ways.refuse(socket, refusal);
        });
    } else if (result.size == 0) {
        return;
    } else if (!asksForWebSocket(result.head)) {
        leave(m_ways.http);
    } else if (const auto refusal = checkUpgrade(result.head)) {
        leave([this, refusal](QTcpSocket *socket) { m_ways.refuse(socket, *refusal); });
    } else {
        leave([this, head = result.head](QTcpSocket *socket) { m_ways.webSocket(socket, head); });
    }
}

void ProtocolDetector::timeOut()
{
    if (m_seen == 0)
        m_socket->disconnectFromHost(); // It never said anything; nor do we.
    else
        leave([this](QTcpSocket *socket) {
            m_ways.refuse(socket, {408, "The request did not arrive in time."});
        });
}

void ProtocolDetector::leave(const std::function<void(QTcpSocket *)> &way)
{
    m_timer.stop();
    m_socket->disconnect(this);
    way(m_socket);
    deleteLater();
}

} // namespace samsa::net

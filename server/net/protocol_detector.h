// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/limits.h"
#include "server/net/request_head.h"

#include <QObject>
#include <QTimer>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace samsa::net {

/// Looks at the first head of a connection, without consuming it, and says where the connection
/// goes. Wrong upgrades are refused here, since QWebSocketServer looks neither at the path nor at
/// the origin; everything else that may be wrong is for the HTTP side, which looks at every
/// request. Thread: the worker's. Deletes itself when it has decided.
class ProtocolDetector : public QObject
{
    Q_OBJECT
public:
    struct Ways
    {
        std::function<void(QTcpSocket *)> http;
        std::function<void(QTcpSocket *, const RequestHead &)> webSocket;
        std::function<void(QTcpSocket *, const HeadRefusal &)> refuse;
    };

    ProtocolDetector(QTcpSocket *socket, const Limits &limits, Ways ways, QObject *parent);

private:
    void look();
    void timeOut();
    void leave(const std::function<void(QTcpSocket *)> &way);

    QTcpSocket *const m_socket;
    const qsizetype m_headBytes;
    const Ways m_ways;
    QTimer m_timer;
    qsizetype m_seen = 0;
};

} // namespace samsa::net

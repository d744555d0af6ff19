// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpServer>

#include <utility>

namespace samsa::http {

/// Gives QAbstractHttpServer a socket that something else accepted. It takes connections from
/// QTcpServers only, so this is one, that does not listen.
class Handover : public QTcpServer
{
    Q_OBJECT
public:
    using QTcpServer::QTcpServer;

    void hand(QTcpSocket *socket)
    {
        m_next = socket;
        // The private signal that QTcpServer emits for a new connection. addPendingConnection()
        // would do so too, but then QTcpServer warns of each connection that it does not listen.
        QMetaObject::invokeMethod(this, "pendingConnectionAvailable", Qt::DirectConnection);
    }

    QTcpSocket *nextPendingConnection() override { return std::exchange(m_next, nullptr); }
    bool hasPendingConnections() const override { return m_next != nullptr; }

private:
    QTcpSocket *m_next = nullptr;
};

} // namespace samsa::http

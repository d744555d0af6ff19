// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/http_server.h"

#include "server/http/handover.h"
#include "server/observe/logging.h"

#include <QTcpSocket>

namespace samsa::http {

HttpServer::HttpServer(Router router, const Limits &limits, const TrustedProxies &proxies,
                       Metrics &metrics, QObject *parent)
    : QtHttpServer(parent)
    , m_router(std::move(router))
    , m_limits(limits)
    , m_proxies(proxies)
    , m_metrics(metrics)
    , m_handover(new Handover(this))
{
    // Qt 6.8 binds only a server that listens at that moment; it need not go on.
    if (!m_handover->listen(QHostAddress(QHostAddress::LocalHost)))
        qCWarning(lcHttp) << "cannot listen for a moment:" << m_handover->errorString();
    bind(m_handover);
    m_handover->close();
}

Connection *HttpServer::connectionFor(QTcpSocket *socket)
{
    auto *connection = new Connection(
        socket,
        {m_limits, m_proxies, m_metrics, [this](Connection *current) { m_current = current; }});
    m_connections.insert(connection);
    connect(connection, &QObject::destroyed, this,
            [this](QObject *gone) { m_connections.remove(gone); });
    socket->setParent(this);
    return connection;
}

void HttpServer::take(QTcpSocket *socket)
{
    // Before Qt's own connections, so that it sees the bytes first.
    Connection *connection = connectionFor(socket);
    m_handover->hand(socket);
    if (m_draining)
        connection->drain();
    else
        Q_EMIT socket->readyRead(); // The bytes are there already.
}

void HttpServer::refuse(QTcpSocket *socket, const net::HeadRefusal &refusal)
{
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connectionFor(socket)->refuse(refusal);
}

void HttpServer::drain()
{
    m_draining = true;
    const auto connections = m_connections;
    for (QObject *connection : connections)
        static_cast<Connection *>(connection)->drain();
}

void HttpServer::requestRead(const QHttpServerRequest &request)
{
    const QPointer<Connection> connection = std::exchange(m_current, nullptr);
    if (!connection)
        return;
    m_router.handle(connection->takeRequest(request.body()), Responder(connection));
}

} // namespace samsa::http

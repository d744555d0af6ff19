// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/http_server.h"

#include <QTcpSocket>

namespace samsa::http {

HttpServer::HttpServer(Router router, const Limits &limits, const TrustedProxies &proxies,
                       Metrics &metrics, Upgrade upgrade, QObject *parent)
    : QObject(parent)
    , m_router(std::move(router))
    , m_limits(limits)
    , m_proxies(proxies)
    , m_metrics(metrics)
    , m_upgrade(std::move(upgrade))
{
}

void HttpServer::take(QTcpSocket *socket)
{
    const auto handle = [this](Request request, const Responder &respond) {
        m_router.handle(std::move(request), respond);
    };
    const auto refusal = [this](const net::RequestHead &head) { return m_router.refusal(head); };
    const auto upgrade = [this](Connection *connection, QTcpSocket *upgraded,
                                const net::RequestHead &head) {
        auto reason = m_upgrade(upgraded, head);
        if (!reason)
            m_connections.remove(connection);
        return reason;
    };
    auto *connection =
        new Connection(socket, {m_limits, m_proxies, m_metrics, handle, refusal, upgrade});
    m_connections.insert(connection);
    connect(connection, &QObject::destroyed, this,
            [this, connection] { m_connections.remove(connection); });
    socket->setParent(this);
    if (m_draining)
        connection->drain();
}

void HttpServer::drain()
{
    m_draining = true;
    const auto connections = m_connections;
    for (Connection *connection : connections)
        connection->drain();
}

} // namespace samsa::http

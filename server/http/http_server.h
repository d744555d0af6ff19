// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/connection.h"
#include "server/http/router.h"

#include <QObject>
#include <QSet>

namespace samsa::http {

/// The HTTP side of one worker: holds its connections and calls the router for each request.
/// Thread: the worker's.
class HttpServer : public QObject
{
    Q_OBJECT
public:
    /// Takes the socket of a request that may be upgraded, the bytes behind its head being in it,
    /// or says why not. Looks at the bytes later, not from within the call.
    using Upgrade =
        std::function<std::optional<net::HeadRefusal>(QTcpSocket *, const net::RequestHead &)>;

    HttpServer(Router router, const Limits &limits, const TrustedProxies &proxies, Metrics &metrics,
               Upgrade upgrade, QObject *parent = nullptr);

    /// Takes a socket that nothing was read from.
    void take(QTcpSocket *socket);
    /// No further requests; connections end when they have their answer.
    void drain();

private:
    const Router m_router;
    const Limits &m_limits;
    const TrustedProxies &m_proxies;
    Metrics &m_metrics;
    const Upgrade m_upgrade;
    QSet<Connection *> m_connections; // Until they are destroyed, or their sockets upgraded.
    bool m_draining = false;
};

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/connection.h"
#include "server/http/qt_http_server.h"
#include "server/http/router.h"

#include <QPointer>
#include <QSet>

namespace samsa::http {

class Handover;

/// The HTTP side of one worker: takes sockets whose first request is waiting, and calls the router
/// for each request. Thread: the worker's.
class HttpServer : public QtHttpServer
{
    Q_OBJECT
public:
    HttpServer(Router router, const Limits &limits, const TrustedProxies &proxies, Metrics &metrics,
               QObject *parent = nullptr);

    void take(QTcpSocket *socket);
    /// Answers what is no request for us, and ends the connection.
    void refuse(QTcpSocket *socket, const net::HeadRefusal &refusal);
    /// No further requests; connections end when they have their answer.
    void drain();

private:
    Connection *connectionFor(QTcpSocket *socket);
    void requestRead(const QHttpServerRequest &request) override;

    const Router m_router;
    const Limits &m_limits;
    const TrustedProxies &m_proxies;
    Metrics &m_metrics;
    Handover *const m_handover;
    QPointer<Connection> m_current; // Whose request Qt is reading.
    QSet<QObject *> m_connections; // Connections, until they are destroyed.
    bool m_draining = false;
};

} // namespace samsa::http

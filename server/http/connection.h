// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/limits.h"
#include "server/config/trusted_proxies.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/net/request_scanner.h"
#include "server/observe/metrics.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace samsa::http {

class Connection;

/// Where a route puts its answer, at once or later, once. If the client is gone by then, nothing
/// happens. Thread: the connection's worker.
class Responder
{
public:
    Responder() = default;
    explicit Responder(Connection *connection);
    void operator()(const Response &response) const;

    /// Goes when the client goes.
    QObject *asker() const;

private:
    QPointer<Connection> m_connection;
    quint64 m_request = 0; // So that an answer can never reach the request after its own.
};

/// One HTTP connection: stands before QHttpServer with a RequestScanner, keeps the time, and writes
/// the answers. Requests are answered one after the other; a client that sends the next before it
/// has its answer (pipelining) gets that answer with `Connection: close` and sends the rest again
/// (RFC 9112 §9.3.2).
///
/// Owned by its socket; lives in the worker's thread.
class Connection : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        const Limits &limits;
        const TrustedProxies &proxies;
        Metrics &metrics;
        /// Tells QHttpServer's side whose request comes next; called just before it reads.
        std::function<void(Connection *)> aboutToBeRead;
    };

    /// To be made before the socket is given to QHttpServer, so that it sees each byte first. The
    /// socket has bytes already.
    Connection(QTcpSocket *socket, Settings settings);

    /// The request that QHttpServer has read, its body being \a body.
    Request takeRequest(QByteArray body);
    void answer(const Response &response);
    /// An answer to what cannot be read on; then the end.
    void refuse(const net::HeadRefusal &refusal);
    /// No further request: ends when the one under way is answered, or now.
    void drain();

private:
    friend class Responder;

    void readyRead();
    void timeOut();
    void discard();
    void send(const Response &response, bool toHead, bool close);
    void ignoreRest();
    bool wantsClose() const;

    QTcpSocket *const m_socket;
    const Settings m_settings;
    net::RequestScanner m_guard;
    QTimer m_timer;
    quint64 m_request = 0;
    bool m_handling = false; // A request is whole and not answered.
    bool m_closing = false; // The answer under way, or already written, is the last.
    bool m_discarding = false; // Nobody reads any more.
};

} // namespace samsa::http

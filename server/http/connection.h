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
#include <optional>

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

/// One HTTP connection: reads requests with a RequestScanner, keeps the time, and writes the
/// answers. Requests are answered one after the other. What a client sends before it has its answer
/// (pipelining) waits in the socket; if that is more than a head may have, the answer says
/// `Connection: close`, and the client sends the rest again (RFC 9112 §9.3.2). While more than a
/// slow reader's bytes of answers are not read, no further request is taken. A request for a
/// WebSocket ends it, wherever it comes: the socket goes on as that (RFC 9110 §7.8).
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
        std::function<void(Request, const Responder &)> handle;
        /// What is to be answered before the body has come, if that is known by then.
        std::function<std::optional<Response>(const net::RequestHead &)> refusal;
        /// Takes the socket for a WebSocket, the bytes behind the handshake being in it, or says
        /// why not.
        std::function<std::optional<net::HeadRefusal>(Connection *, QTcpSocket *,
                                                      const net::RequestHead &)>
            upgrade;
    };

    Connection(QTcpSocket *socket, Settings settings);

    void answer(const Response &response);
    /// No further request: ends when the one under way is answered, or now.
    void drain();

private:
    friend class Responder;

    void readyRead();
    bool waitsForReader();
    void requestRead();
    void upgrade();
    void goOn();
    void timeOut();
    void discard();
    /// An answer to what is not read on; then the end.
    void refuse(const net::HeadRefusal &refusal);
    void refuseWith(const Response &response);
    void send(const Response &response, bool toHead);
    void ignoreRest();
    bool wantsClose() const;

    QTcpSocket *const m_socket;
    const Settings m_settings;
    net::RequestScanner m_guard;
    QTimer m_timer;
    quint64 m_request = 0;
    QMetaObject::Connection m_writing; // While no request is taken, for the answers are not read.
    bool m_handling = false; // A request is whole and not answered.
    bool m_closing = false; // The answer under way, or already written, is the last.
    bool m_discarding = false; // Nobody reads any more.
    bool m_upgraded = false; // The socket is somebody else's.
};

} // namespace samsa::http

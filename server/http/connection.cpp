// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/connection.h"

#include "server/http/refusal.h"
#include "server/net/socket.h"
#include "server/net/upgrade_check.h"
#include "server/observe/logging.h"

#include <QTcpSocket>

#include <chrono>

namespace samsa::http {

namespace {

/// How long what a refused client still sends is read and thrown away. Closed at once, its system
/// would drop our answer unread.
constexpr std::chrono::milliseconds lingering {500};

} // namespace

Responder::Responder(Connection *connection)
    : m_connection(connection)
    , m_request(connection->m_request)
{
}

void Responder::operator()(const Response &response) const
{
    if (m_connection && m_connection->m_request == m_request)
        m_connection->answer(response);
}

QObject *Responder::asker() const
{
    return m_connection;
}

Connection::Connection(QTcpSocket *socket, Settings settings)
    : QObject(socket)
    , m_socket(socket)
    , m_settings(std::move(settings))
    , m_guard({qsizetype(m_settings.limits.headBytes), m_settings.limits.bodyBytes})
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Connection::timeOut);
    connect(socket, &QTcpSocket::readyRead, this, &Connection::readyRead);
    m_timer.start(std::chrono::milliseconds(m_settings.limits.headMilliseconds));
}

void Connection::readyRead()
{
    if (m_discarding) {
        discard();
        return;
    }
    if (m_handling) {
        if (m_socket->bytesAvailable() > 0) {
            m_closing = true;
            ignoreRest();
        }
        return;
    }
    if (m_socket->bytesAvailable() == 0)
        return;
    const bool begins = m_guard.isBetweenRequests();
    switch (m_guard.look(m_socket->peek(m_socket->bytesAvailable()))) {
    case net::RequestScanner::Verdict::GoOn:
        if (begins)
            m_timer.start(std::chrono::milliseconds(m_settings.limits.headMilliseconds));
        break;
    case net::RequestScanner::Verdict::Stop:
        refuse(m_guard.refusal());
        break;
    case net::RequestScanner::Verdict::Complete:
        if (net::asksForWebSocket(m_guard.head())) {
            refuse({400, "A WebSocket needs a connection of its own."});
            break;
        }
        m_timer.stop();
        m_handling = true;
        ++m_request;
        m_closing = m_closing || m_guard.extra() > 0 || wantsClose();
        m_settings.aboutToBeRead(this);
        break;
    }
}

Request Connection::takeRequest(QByteArray body)
{
    const QHostAddress client = m_settings.proxies.clientOf(
        m_socket->peerAddress(), m_guard.head().values("x-forwarded-for"));
    return {m_guard.head(), std::move(body), client.toString().toLatin1(), {}};
}

void Connection::answer(const Response &response)
{
    if (!m_handling)
        return;
    m_handling = false;
    send(response, m_guard.head().method == "HEAD", m_closing);
    m_guard.next();
    if (!m_closing)
        m_timer.start(std::chrono::milliseconds(m_settings.limits.idleMilliseconds));
    else if (m_discarding || m_socket->bytesAvailable() > 0)
        ignoreRest();
    else
        m_socket->disconnectFromHost();
}

void Connection::refuse(const net::HeadRefusal &refusal)
{
    qCDebug(lcHttp) << "refused" << refusal.status << refusal.reason;
    m_settings.metrics.connectionsRefused.add();
    m_closing = true;
    send(refusalResponse(refusal), false, true);
    ignoreRest();
}

void Connection::drain()
{
    m_closing = true;
    if (!m_handling && !m_discarding)
        m_socket->disconnectFromHost();
}

/// From now on QHttpServer is no longer called, and what comes is thrown away.
void Connection::ignoreRest()
{
    if (!m_discarding) {
        m_discarding = true;
        QObject::disconnect(m_socket, &QTcpSocket::readyRead, nullptr, nullptr);
        connect(m_socket, &QTcpSocket::readyRead, this, &Connection::discard);
    }
    discard();
    if (m_handling)
        return; // The last answer is still to come.
    m_timer.start(lingering);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] { net::endWriting(m_socket); });
    m_socket->flush();
}

void Connection::discard()
{
    // QHttpServer reads in transactions; in one, bytes would be kept.
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    m_socket->skip(m_socket->bytesAvailable());
}

void Connection::timeOut()
{
    if (m_socket->bytesToWrite() > 0 && m_closing) {
        m_socket->abort(); // It does not read; there is no more time for it.
    } else if (m_discarding || m_guard.isBetweenRequests()) {
        m_socket->disconnectFromHost();
        m_closing = true;
        m_timer.start(lingering);
    } else {
        refuse({408, "The request did not arrive in time."});
    }
}

void Connection::send(const Response &response, bool toHead, bool close)
{
    m_settings.metrics.requests.add();
    if (response.status >= 400)
        m_settings.metrics.requestsRefused.add();
    m_socket->write(writeResponse(response, toHead, close));
}

bool Connection::wantsClose() const
{
    const net::RequestHead &head = m_guard.head();
    return head.fieldHas("connection", "close")
        || (head.http10 && !head.fieldHas("connection", "keep-alive"));
}

} // namespace samsa::http

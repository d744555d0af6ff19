// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/connection.h"

#include "server/http/refusal.h"
#include "server/net/socket.h"
#include "server/net/upgrade_check.h"
#include "server/observe/logging.h"

#include <QTcpSocket>

#include <chrono>
#include <utility>

namespace samsa::http {

namespace {

/// How long what a refused client still sends is read and thrown away. Closed at once, its system
/// would drop our answer unread.
constexpr std::chrono::milliseconds lingering {500};
/// What waits in the socket beyond what a head may have. Bodies are taken as they come.
constexpr qint64 readAhead = 4096;

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
    m_socket->setReadBufferSize(m_settings.limits.headBytes + readAhead);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Connection::timeOut);
    connect(socket, &QTcpSocket::readyRead, this, &Connection::readyRead);
    connect(socket, &QTcpSocket::disconnected, this, [socket] { socket->deleteLater(); });
    m_timer.start(std::chrono::milliseconds(m_settings.limits.headMilliseconds));
}

void Connection::readyRead()
{
    if (m_upgraded)
        return; // Called for what came behind an answer, and somebody was quicker.
    if (m_discarding) {
        discard();
        return;
    }
    const qint64 available = m_socket->bytesAvailable();
    if (m_handling) {
        if (available > m_settings.limits.headBytes) {
            m_closing = true;
            ignoreRest();
        }
        return;
    }
    const bool begins = m_guard.isBetweenRequests();
    if (available == 0 || (begins && waitsForReader()))
        return;
    const auto verdict = m_guard.look(m_socket->peek(available));
    m_socket->skip(available - m_guard.extra());
    switch (verdict) {
    case net::RequestScanner::Verdict::GoOn:
        if (begins)
            m_timer.start(std::chrono::milliseconds(m_settings.limits.headMilliseconds));
        if (m_guard.takeExpectation())
            goOn();
        break;
    case net::RequestScanner::Verdict::Stop:
        refuse(m_guard.refusal());
        break;
    case net::RequestScanner::Verdict::Complete:
        m_timer.stop();
        if (net::asksForWebSocket(m_guard.head()))
            upgrade();
        else
            requestRead();
        break;
    }
}

/// Nobody who does not read is answered any further: when it has read, what waits is looked at.
bool Connection::waitsForReader()
{
    if (net::bytesUnread(m_socket) <= m_settings.limits.slowReaderBytes)
        return false;
    if (!m_writing) {
        m_writing = net::whenRead(m_socket, this, [this] {
            if (net::bytesUnread(m_socket) > m_settings.limits.slowReaderBytes)
                return;
            disconnect(std::exchange(m_writing, {}));
            if (!m_closing)
                QMetaObject::invokeMethod(this, &Connection::readyRead, Qt::QueuedConnection);
        });
    }
    return true;
}

void Connection::requestRead()
{
    m_handling = true;
    ++m_request;
    m_closing = m_closing || wantsClose();
    const net::RequestHead &head = m_guard.head();
    const QHostAddress client =
        m_settings.proxies.clientOf(m_socket->peerAddress(), head.values("x-forwarded-for"));
    m_settings.handle({head, m_guard.takeBody(), countedAs(client), {}}, Responder(this));
}

/// The client wants to know whether its body is of use before it sends it (RFC 9110 §10.1.1).
void Connection::goOn()
{
    if (const auto refusal = m_settings.refusal(m_guard.head()))
        refuseWith(*refusal);
    else
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void Connection::upgrade()
{
    auto refusal = net::checkUpgrade(m_guard.head());
    if (!refusal)
        refusal = m_settings.upgrade(this, m_socket, m_guard.head());
    if (refusal) {
        refuse(*refusal);
        return;
    }
    m_upgraded = true;
    m_socket->disconnect(this);
    m_socket->setReadBufferSize(0); // Whoever has it now reads all that comes.
    deleteLater();
}

void Connection::answer(const Response &response)
{
    if (!m_handling)
        return;
    m_handling = false;
    send(response, m_guard.head().method == "HEAD");
    m_guard.next();
    if (m_closing) {
        if (m_discarding || m_socket->bytesAvailable() > 0) {
            ignoreRest();
            return;
        }
        m_timer.start(std::chrono::milliseconds(m_settings.limits.idleMilliseconds));
        m_socket->disconnectFromHost(); // When all is written, or the time is over.
        return;
    }
    m_timer.start(std::chrono::milliseconds(m_settings.limits.idleMilliseconds));
    // Not from here: of many that came at once each would be answered within the one before.
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &Connection::readyRead, Qt::QueuedConnection);
}

void Connection::refuse(const net::HeadRefusal &refusal)
{
    qCDebug(lcHttp) << "refused" << refusal.status << refusal.reason;
    m_settings.metrics.connectionsRefused.add();
    refuseWith(refusalResponse(refusal));
}

void Connection::refuseWith(const Response &response)
{
    m_closing = true;
    send(response, false);
    ignoreRest();
}

void Connection::drain()
{
    m_closing = true;
    if (!m_handling && !m_discarding)
        m_socket->disconnectFromHost();
}

/// From now on what comes is thrown away.
void Connection::ignoreRest()
{
    m_discarding = true;
    discard();
    if (m_handling)
        return; // The last answer is still to come.
    m_timer.start(lingering);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] { net::endWriting(m_socket); });
    m_socket->flush();
}

void Connection::discard()
{
    m_socket->skip(m_socket->bytesAvailable());
}

void Connection::timeOut()
{
    if (net::bytesUnread(m_socket) > 0 && (m_closing || m_writing)) {
        m_socket->abort(); // It does not read; there is no more time for it.
    } else if (m_discarding || m_guard.isBetweenRequests()) {
        m_socket->disconnectFromHost();
        m_closing = true;
        m_timer.start(lingering);
    } else {
        refuse({408, "The request did not arrive in time."});
    }
}

void Connection::send(const Response &response, bool toHead)
{
    m_settings.metrics.requests.add();
    if (response.status >= 400)
        m_settings.metrics.requestsRefused.add();
    const auto persistence = m_closing ? Persistence::Closes
        : m_guard.head().http10        ? Persistence::StaysAsked
                                       : Persistence::Stays;
    m_socket->write(writeResponse(response, toHead, persistence));
}

bool Connection::wantsClose() const
{
    const net::RequestHead &head = m_guard.head();
    return head.fieldHas("connection", "close")
        || (head.http10 && !head.fieldHas("connection", "keep-alive"));
}

} // namespace samsa::http

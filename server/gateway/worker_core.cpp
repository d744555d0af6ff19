// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/worker_core.h"

#include "server/http/routes.h"
#include "server/net/socket.h"
#include "server/observe/logging.h"

#include <QTcpSocket>
#include <QThread>
#include <QWebSocket>

#include <algorithm>
#include <utility>

namespace samsa::gateway {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// How often quiet connections give their buffers back.
constexpr auto leanStep = 5s;
/// How long clients may take to go when the server ends.
constexpr auto goodbye = 400ms;
/// A WebSocket message may hold several STOMP frames, but no more than this.
constexpr quint64 webSocketMessageBytes = 1024 * 1024;

} // namespace

WorkerCore::WorkerCore(const chat::Services &services, const std::optional<QSslConfiguration> &tls,
                       TaskQueue &queue, Mailbox &mailbox, std::atomic<int> &connections)
    : m_services(services)
    , m_tls(tls)
    , m_queue(queue)
    , m_mailbox(mailbox)
    , m_connections(connections)
    , m_fanout(services)
    , m_http(http::makeRouter({services, queue, m_polls, m_pages}), services.limits,
             services.proxies, services.metrics)
    , m_webSockets(u"samsa"_s, QWebSocketServer::NonSecureMode)
    , m_gathering(m_flusher.last())
{
    // TLS, where it is used, ends in the socket that the WebSocket server is given.
    m_webSockets.setSupportedSubprotocols({u"v12.stomp"_s, u"v11.stomp"_s, u"v10.stomp"_s});
    connect(&m_gathering, &stomp::Gathering::due, this, &WorkerCore::takeMail);
    connect(&m_leanTimer, &QTimer::timeout, this, &WorkerCore::giveBackBuffers);
    m_leanTimer.start(leanStep);
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, &WorkerCore::takeWebSockets);
}

WorkerCore::~WorkerCore()
{
    // Before the fan-out and the servers they belong to, and while this can be told of sockets.
    const auto connections = m_stompConnections;
    qDeleteAll(connections);
    dropFresh();
}

void WorkerCore::adopt(qintptr descriptor)
{
    QTcpSocket *socket = net::makeSocket(descriptor, m_tls, *this, this);
    if (!socket)
        return; // It came and went, and its owner was told.
    m_services.metrics.connectionsAccepted.add();
    m_sockets.insert(socket);
    if (m_closing) {
        delete socket;
        return;
    }
    new net::ProtocolDetector(socket, m_services.limits, ways(), this);
}

net::ProtocolDetector::Ways WorkerCore::ways()
{
    return {[this](QTcpSocket *socket) { m_http.take(socket); },
            [this](QTcpSocket *socket, const net::RequestHead &head) { upgrade(socket, head); },
            [this](QTcpSocket *socket, const net::HeadRefusal &refusal) {
                m_http.refuse(socket, refusal);
            }};
}

void WorkerCore::upgrade(QTcpSocket *socket, const net::RequestHead &head)
{
    if (m_services.draining) {
        m_http.refuse(socket, {503, "The server is ending."});
        return;
    }
    m_upgrading.insert(
        {socket->peerAddress(), socket->peerPort()},
        {socket,
         m_services.proxies.clientOf(socket->peerAddress(), head.values("x-forwarded-for"))});
    m_webSockets.handleConnection(socket);
    Q_EMIT socket->readyRead(); // The bytes are there already.
}

void WorkerCore::takeWebSockets()
{
    while (QWebSocket *webSocket = m_webSockets.nextPendingConnection()) {
        const auto [socket, client] =
            m_upgrading.take({webSocket->peerAddress(), webSocket->peerPort()});
        if (!socket || m_closing) {
            webSocket->abort();
            webSocket->deleteLater();
            continue;
        }
        socket->setParent(webSocket);
        const quint64 most =
            std::max(webSocketMessageBytes, 2 * quint64(m_services.limits.bodyBytes));
        webSocket->setMaxAllowedIncomingFrameSize(most);
        webSocket->setMaxAllowedIncomingMessageSize(most);
        auto *connection = new stomp::Connection(webSocket, socket, client.toString().toLatin1(),
                                                 m_services, m_fanout, m_flusher, m_queue, this);
        m_stompConnections.insert(connection);
        connect(connection, &stomp::Connection::ended, this, [this, connection] {
            m_stompConnections.remove(connection);
            connection->deleteLater();
        });
    }
}

void WorkerCore::socketGone(QTcpSocket *socket)
{
    m_sockets.remove(socket);
    m_upgrading.removeIf([socket](const auto &entry) { return entry.value().socket == socket; });
    m_connections.fetch_sub(1, std::memory_order_relaxed);
    if (m_closing && m_sockets.isEmpty())
        QThread::currentThread()->quit();
}

void WorkerCore::mailArrived()
{
    m_gathering.begin();
}

/// Everything in the order in which it happened; messages that nothing else came between go
/// together, from however many letters.
void WorkerCore::takeMail()
{
    std::vector<EntryPtr> entries;
    const auto handOn = [this, &entries] {
        m_polls.deliver(entries);
        m_fanout.deliver(std::exchange(entries, {}));
    };
    for (const EventsPtr &letter : m_mailbox.takeAll()) {
        for (const Event &event : *letter) {
            if (const auto *posted = std::get_if<Posted>(&event)) {
                entries.insert(entries.end(), posted->entries.begin(), posted->entries.end());
                continue;
            }
            if (!std::holds_alternative<RoomListChanged>(event)) // That keeps no order.
                handOn();
            m_fanout.tell(event);
            if (const auto *left = std::get_if<SessionLeft>(&event))
                endConnectionsOf(left->tokenHash);
            if (const auto *epoch = std::get_if<EpochBegun>(&event))
                beginAnew(*epoch);
        }
    }
    handOn();
}

void WorkerCore::endConnectionsOf(const QByteArray &tokenHash)
{
    const auto connections = m_stompConnections;
    for (stomp::Connection *connection : connections)
        connection->endIfOf(tokenHash);
}

/// Who waits is told at once, and nobody is told from what was written before.
void WorkerCore::beginAnew(const EpochBegun &epoch)
{
    m_pages = http::PageCache();
    m_polls.end();
    const auto connections = m_stompConnections;
    for (stomp::Connection *connection : connections)
        connection->endIfFollows(epoch);
}

/// What a connection needs while it is busy is not kept while it is quiet. These are HTTP's; a
/// WebSocket's go when its turn ends (stomp::Channel).
void WorkerCore::giveBackBuffers()
{
    const auto sockets = m_http.findChildren<net::Socket *>(Qt::FindDirectChildrenOnly);
    for (net::Socket *socket : sockets)
        socket->giveBackBuffers();
}

/// Those of whom nothing was understood yet.
void WorkerCore::dropFresh()
{
    qDeleteAll(findChildren<net::ProtocolDetector *>(Qt::FindDirectChildrenOnly));
    qDeleteAll(findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly));
}

void WorkerCore::closeClients()
{
    m_closing = true;
    m_gathering.stop();
    takeMail(); // What was gathered goes before the good-bye.
    m_polls.end(); // With an answer each, before nothing more is taken.
    m_http.drain();
    const auto connections = m_stompConnections;
    for (stomp::Connection *connection : connections)
        connection->shutDown();
    dropFresh();
    if (m_sockets.isEmpty())
        QThread::currentThread()->quit();
    else
        QTimer::singleShot(goodbye, this, [] { QThread::currentThread()->quit(); });
}

} // namespace samsa::gateway

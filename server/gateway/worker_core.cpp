// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/worker_core.h"

#include "server/http/routes.h"
#include "server/net/upgrade_check.h"
#include "server/net/websocket.h"

#include <QTcpSocket>
#include <QThread>

#include <algorithm>
#include <utility>

namespace samsa::gateway {

using namespace std::chrono_literals;

namespace {

/// How often quiet connections give their buffers back.
constexpr auto leanStep = 5s;
/// How long clients may take to go when the server ends.
constexpr auto goodbye = 400ms;
/// A WebSocket message may hold several STOMP frames, but no more than this.
constexpr qsizetype webSocketMessageBytes = 1024 * 1024;

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
             services.proxies, services.metrics,
             [this](QTcpSocket *socket, const net::RequestHead &head) {
                 return upgrade(socket, head);
             })
    , m_gathering(m_flusher.last())
{
    connect(&m_gathering, &stomp::Gathering::due, this, &WorkerCore::takeMail);
    connect(&m_leanTimer, &QTimer::timeout, this, &WorkerCore::giveBackBuffers);
    m_leanTimer.start(leanStep);
}

WorkerCore::~WorkerCore()
{
    // Before the fan-out and the servers they belong to, and while this can be told of sockets.
    const auto connections = m_stompConnections;
    qDeleteAll(connections);
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
    m_http.take(socket);
}

std::optional<net::HeadRefusal> WorkerCore::upgrade(QTcpSocket *socket,
                                                    const net::RequestHead &head)
{
    if (m_services.draining)
        return net::HeadRefusal {503, "The server is ending."};
    const QHostAddress client =
        m_services.proxies.clientOf(socket->peerAddress(), head.values("x-forwarded-for"));
    socket->write(net::upgradeAnswer(head, {"v12.stomp", "v11.stomp", "v10.stomp"}));
    auto *webSocket = new net::WebSocket(
        socket, std::max(webSocketMessageBytes, 2 * qsizetype(m_services.limits.bodyBytes)));
    auto *connection = new stomp::Connection(webSocket, countedAs(client), m_services, m_fanout,
                                             m_flusher, m_queue, this);
    m_stompConnections.insert(connection);
    connect(connection, &stomp::Connection::ended, this, [this, connection] {
        m_stompConnections.remove(connection);
        connection->deleteLater();
    });
    // What came with the handshake is looked at when HTTP has let go of the socket.
    QMetaObject::invokeMethod(webSocket, &net::WebSocket::begin, Qt::QueuedConnection);
    return std::nullopt;
}

void WorkerCore::socketGone(QTcpSocket *socket)
{
    m_sockets.remove(socket);
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
                endConnectionsOf(*left);
            if (const auto *epoch = std::get_if<EpochBegun>(&event))
                beginAnew(*epoch);
        }
    }
    handOn();
}

void WorkerCore::endConnectionsOf(const SessionLeft &left)
{
    const auto connections = m_stompConnections;
    for (stomp::Connection *connection : connections)
        connection->endIfOf(left);
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
    if (m_sockets.isEmpty())
        QThread::currentThread()->quit();
    else
        QTimer::singleShot(goodbye, this, [] { QThread::currentThread()->quit(); });
}

} // namespace samsa::gateway

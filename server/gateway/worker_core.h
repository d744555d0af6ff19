// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"
#include "server/base/task_queue.h"
#include "server/chat/services.h"
#include "server/gateway/mailbox.h"
#include "server/http/http_server.h"
#include "server/http/page_cache.h"
#include "server/http/waiting_polls.h"
#include "server/net/socket.h"
#include "server/stomp/connection.h"
#include "server/stomp/fanout.h"
#include "server/stomp/flusher.h"
#include "server/stomp/gathering.h"

#include <QObject>
#include <QSet>
#include <QSslConfiguration>
#include <QTimer>

#include <atomic>
#include <optional>

namespace samsa::gateway {

/// The inside of a worker: makes the sockets, which begin as HTTP, and holds what they become.
/// Lives in the worker's thread, from its beginning to its end.
class WorkerCore : public QObject, private net::SocketOwner
{
    Q_OBJECT
public:
    WorkerCore(const chat::Services &services, const std::optional<QSslConfiguration> &tls,
               TaskQueue &queue, Mailbox &mailbox, std::atomic<int> &connections);
    ~WorkerCore() override;

    void adopt(qintptr descriptor);
    /// Something is in the mailbox that was empty.
    void mailArrived();
    /// Ends the thread's event loop when the last client is gone, or when there is no more time for
    /// it.
    void closeClients();

private:
    void takeMail();
    void endConnectionsOf(const SessionLeft &left);
    void beginAnew(const EpochBegun &epoch);
    std::optional<net::HeadRefusal> upgrade(QTcpSocket *socket, const net::RequestHead &head);
    void socketGone(QTcpSocket *socket) override;
    void giveBackBuffers();

    const chat::Services &m_services;
    const std::optional<QSslConfiguration> &m_tls;
    TaskQueue &m_queue;
    Mailbox &m_mailbox;
    std::atomic<int> &m_connections;
    QSet<QObject *> m_sockets; // All of them, until they are destroyed.
    QSet<stomp::Connection *> m_stompConnections; // Until they end.

    stomp::Flusher m_flusher;
    stomp::Fanout m_fanout;
    http::WaitingPolls m_polls;
    http::PageCache m_pages;
    http::HttpServer m_http;
    stomp::Gathering m_gathering;
    QTimer m_leanTimer;
    bool m_closing = false;
};

} // namespace samsa::gateway

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/task_queue.h"
#include "server/chat/services.h"
#include "server/gateway/mailbox.h"

#include <QSslConfiguration>
#include <QThread>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace samsa::gateway {

class WorkerCore;

/// One of the server's threads and everything that lives in it: its share of the connections, with
/// their HTTP and STOMP sides, and the fan-out to them. This is the outside of it; what it does is
/// in WorkerCore.
///
/// Thread: all functions from any, but for start(), closeClients() and join(), which are the
/// owner's. Destroyed after whatever may still post to its queue.
class Worker
{
public:
    Worker(const chat::Services &services, std::optional<QSslConfiguration> tls, int index);
    ~Worker();

    void start();
    /// A connection that was accepted; the worker owns the descriptor from now on.
    void adopt(qintptr descriptor);
    /// What happened, for the clients here. With messages it waits for a worker that is too far
    /// behind (Mailbox).
    void tell(EventsPtr events);
    /// Says good-bye to all clients; the thread ends when they are gone, or soon after.
    void closeClients();
    void join();

    int connections() const { return m_connections.load(std::memory_order_relaxed); }
    qsizetype queueDepth() const { return m_queue.depth(); }

private:
    friend class WorkerCore;
    class Thread;

    const chat::Services &m_services;
    const std::optional<QSslConfiguration> m_tls;
    std::atomic<int> m_connections {0}; // Counted up by who adopts, down by the core.
    Mailbox m_mailbox;
    bool m_ending = false;
    std::mutex
        m_endMutex; // Held for the thread's last step, so that all it did is seen by who joins it.
    WorkerCore *m_core = nullptr; // In the worker's thread only.
    TaskQueue m_queue;
    std::unique_ptr<Thread> m_thread;
};

} // namespace samsa::gateway

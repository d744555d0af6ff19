// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/worker.h"

#include "server/gateway/worker_core.h"
#include "server/net/event_dispatcher.h"

#include <QDeadlineTimer>

#include <chrono>

namespace samsa::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

/// More than WorkerCore gives its clients to go.
constexpr std::chrono::milliseconds patience {800};
/// Several times what a server takes in a second.
constexpr std::size_t mailboxEntries = 65'536;
constexpr std::chrono::milliseconds mailboxPatience {500};

} // namespace

class Worker::Thread : public QThread
{
public:
    explicit Thread(Worker &worker)
        : m_worker(worker)
    {
    }

protected:
    void run() override
    {
        {
            WorkerCore core(m_worker.m_services, m_worker.m_tls, m_worker.m_queue,
                            m_worker.m_mailbox, m_worker.m_connections);
            m_worker.m_core = &core;
            exec();
        }
        const std::scoped_lock lock(m_worker.m_endMutex);
        m_worker.m_core = nullptr;
    }

private:
    Worker &m_worker;
};

Worker::Worker(const chat::Services &services, std::optional<QSslConfiguration> tls, int index)
    : m_services(services)
    , m_tls(std::move(tls))
    , m_mailbox(mailboxEntries, mailboxPatience)
    , m_thread(std::make_unique<Thread>(*this))
{
    m_thread->setObjectName(u"samsa-worker-%1"_s.arg(index));
    m_queue.moveToThread(m_thread.get());
}

Worker::~Worker()
{
    join();
}

void Worker::start()
{
    // Asking for the depth waits for who is posting.
    if (auto dispatcher = net::makeEventDispatcher([this] { static_cast<void>(m_queue.depth()); }))
        m_thread->setEventDispatcher(dispatcher.release()); // The thread deletes it when it ends.
    m_thread->start();
}

void Worker::adopt(qintptr descriptor)
{
    m_connections.fetch_add(1, std::memory_order_relaxed);
    m_queue.post([this, descriptor] { m_core->adopt(descriptor); });
}

void Worker::tell(EventsPtr events)
{
    if (m_mailbox.put(std::move(events)))
        m_queue.post([this] { m_core->mailArrived(); });
}

void Worker::closeClients()
{
    m_ending = true;
    m_queue.post([this] { m_core->closeClients(); });
}

void Worker::join()
{
    // The core ends the thread by itself when it has said good-bye; this is for one that had no
    // clients, or hangs.
    if (!m_ending || !m_thread->wait(QDeadlineTimer(patience)))
        m_thread->quit();
    m_thread->wait();
    const std::scoped_lock lock(m_endMutex);
}

} // namespace samsa::gateway

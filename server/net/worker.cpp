// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/worker.h"

#include "server/net/event_dispatcher.h"
#include "server/net/worker_core.h"

#include <QDeadlineTimer>

#include <chrono>

namespace samsa::net {

namespace {

/// More than WorkerCore gives its clients to go.
constexpr std::chrono::milliseconds patience {800};

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
                            m_worker.m_connections);
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
    , m_thread(std::make_unique<Thread>(*this))
{
    m_thread->setObjectName(QStringLiteral("samsa-worker-%1").arg(index));
    m_queue.moveToThread(m_thread.get());
}

Worker::~Worker()
{
    join();
}

void Worker::start()
{
    // Asking for the depth waits for who is posting.
    if (auto dispatcher = makeEventDispatcher([this] { static_cast<void>(m_queue.depth()); }))
        m_thread->setEventDispatcher(dispatcher.release()); // The thread deletes it when it ends.
    m_thread->start();
}

void Worker::adopt(qintptr descriptor)
{
    m_connections.fetch_add(1, std::memory_order_relaxed);
    m_queue.post([this, descriptor] { m_core->adopt(descriptor); });
}

void Worker::deliver(std::shared_ptr<const log::Batch> batch)
{
    m_queue.post([this, batch = std::move(batch)] { m_core->deliver(*batch); });
}

void Worker::roomsChanged()
{
    if (m_roomsChanged.exchange(true))
        return;
    m_queue.post([this] {
        m_roomsChanged = false;
        m_core->roomsChanged();
    });
}

void Worker::endSession(const QByteArray &tokenHash)
{
    m_queue.post([this, tokenHash] { m_core->endSession(tokenHash); });
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

} // namespace samsa::net

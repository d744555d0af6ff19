// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/persister.h"

#include "server/persist/persister_worker.h"

namespace samsa::persist {

Persister::Persister(KafkaSettings settings, QString databaseUrl, store::Abandonment *abandonment)
    : m_worker(
        std::make_unique<PersisterWorker>(std::move(settings), std::move(databaseUrl), abandonment))
{
}

Persister::~Persister()
{
    stop();
}

protocol::Result<void> Persister::start()
{
    return m_worker->start();
}

void Persister::stop()
{
    m_worker->stop();
}

PersisterCounters Persister::counters() const
{
    return m_worker->counters();
}

} // namespace samsa::persist

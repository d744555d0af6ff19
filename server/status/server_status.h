// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/chat/rooms.h"
#include "server/gateway/workers.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/observe/metrics.h"
#include "server/persist/persister.h"
#include "server/persist/retention.h"
#include "server/persist/search_indexer.h"
#include "server/store/log_questions.h"
#include "server/store/store.h"

#include <atomic>
#include <vector>

namespace samsa::status {

/// What a running server says about itself: /metrics and /readyz. Reads what its parts know and
/// keeps nothing.
///
/// Thread: any. It waits for nothing but the parts' mutexes.
class ServerStatus
{
public:
    /// What it reads; all of it outlives this.
    struct Parts
    {
        const Metrics &metrics;
        const std::atomic<bool> &draining;
        const gateway::Workers &workers;
        const chat::Rooms &rooms;
        const log::Tail &tail;
        const store::Store &store;
        const store::LogQuestions *logQuestions; ///< Null without Kafka.
        const log::MessageLog *log; ///< Null in a process that only persists.
        const persist::Persister *persister; ///< Null in one that does not.
        const persist::SearchIndexer *indexer; ///< The same.
        const persist::Retention *retention; ///< The same, and where nothing is ever removed.
    };

    explicit ServerStatus(const Parts &parts);

    std::vector<Gauge> gauges() const;
    QByteArray writeMetrics() const; ///< The body of /metrics.
    QByteArray readiness(bool *ready) const; ///< The body of /readyz.

private:
    bool databaseHealthy() const;
    QByteArray gatewayReadiness(const log::MessageLog &messageLog, bool *ready) const;
    QByteArray persisterReadiness(bool *ready) const;

    const Parts m_parts;
};

} // namespace samsa::status

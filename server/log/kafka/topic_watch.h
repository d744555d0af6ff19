// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/kafka_settings.h"
#include "server/kafka/handle.h"

#include <QDeadlineTimer>

#include <atomic>
#include <chrono>
#include <mutex>

namespace samsa::log {

/// Looks whether the topic is one that can hold what is receipted: keeps all records, takes the
/// largest, and has every partition that a room lives on. At start, and then now and again, since
/// somebody may change it. Blocks, in one thread; fault() from any.
class TopicWatch
{
public:
    explicit TopicWatch(const KafkaSettings &settings);

    /// At start. StartFailed, with the sentence that mends it.
    protocol::Result<void> check(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline);
    /// While running, as often as one likes: it asks only now and again.
    void look(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline);

    /// That the topic takes of a batch; 0: not known.
    qint64 batchBytes() const { return m_batchBytes; }
    /// Why nothing can be receipted; empty as long as it can.
    QString fault() const;

private:
    protocol::Result<void> judge(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline);
    void setFault(const QString &fault);

    const QString m_topic;
    const std::chrono::milliseconds m_interval;
    QDeadlineTimer m_next;
    bool m_smallSaid = false;
    std::atomic<qint64> m_batchBytes = 0;
    mutable std::mutex m_mutex;
    QString m_fault; // Guarded by m_mutex.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/dead_letters.h"
#include "server/log/kafka_consumer.h"
#include "server/log/kafka_record.h"
#include "server/store/database.h"
#include "server/store/persister.h"
#include "server/store/position_table.h"

#include <QMap>
#include <QSet>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace samsa::store {

/// The persister's thread and what it does there: find out where the database stands, read from
/// there, and write batches, each in a transaction that succeeds only if nobody else was faster.
class PersisterWorker
{
public:
    PersisterWorker(log::KafkaSettings settings, QString databaseUrl);
    ~PersisterWorker();

    Result<void> start();
    void stop();
    PersisterCounters counters() const;

private:
    using Clock = std::chrono::steady_clock;
    /// A record and what it says.
    struct Item
    {
        log::KafkaMessage record;
        std::variant<log::NewMessage, log::RoomCreated, log::WrongRecord> content;
    };
    enum class Outcome { Done, Overtaken, Failed };

    void run(std::promise<Result<void>> &started);
    Result<void> open();
    Result<void> prepare();
    Result<void> locate(int partition);
    void refreshPartitions();
    std::optional<std::vector<Item>> decode(std::vector<log::KafkaMessage> &records);
    void persist(std::vector<log::KafkaMessage> records);
    Outcome write(const std::vector<Item> &items);
    Result<qint64> store(const std::vector<Item> &items);
    bool catchUp(std::vector<Item> &items);
    bool pause(std::chrono::milliseconds duration);

    const log::KafkaSettings m_settings;
    const QString m_databaseUrl;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false; // guarded by m_mutex
    std::thread m_thread;

    std::atomic<qint64> m_persisted = 0;
    std::atomic<qint64> m_batches = 0;
    std::atomic<qint64> m_dead = 0;
    std::atomic<qint64> m_retries = 0;

    // The thread's own.
    std::unique_ptr<Database> m_database;
    log::KafkaConsumer m_consumer;
    log::DeadLetters m_deadLetters;
    QMap<int, LogPosition> m_positions; // Where we believe that the database stands.
    QSet<int> m_toLocate;
    QHash<QUuid, log::RoomRef> m_rooms;
    int m_partitions = 0;
    Clock::time_point m_refreshNext;
};

} // namespace samsa::store

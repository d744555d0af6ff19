// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/dead_letters.h"
#include "server/log/kafka_group_consumer.h"
#include "server/log/kafka_record.h"
#include "server/store/database.h"
#include "server/store/persister.h"
#include "server/store/position_table.h"

#include <QMap>

#include <atomic>
#include <future>
#include <span>
#include <thread>

namespace samsa::store {

/// The persister's thread and what it does there: find out where the database stands in the
/// partitions that the group gives it, read from there, and write batches, each in a transaction
/// that succeeds only if nobody else was faster. Whatever goes wrong, it drops what it has in hand,
/// stays in the group, and begins again from where the database stands.
class PersisterWorker
{
public:
    PersisterWorker(log::KafkaSettings settings, QString databaseUrl);
    ~PersisterWorker();

    Result<void> start();
    void stop();
    PersisterCounters counters() const;

private:
    /// A record and what it says.
    struct Item
    {
        log::KafkaMessage record;
        std::variant<log::NewMessage, log::RoomCreated, log::WrongRecord> content;
    };

    void run(std::promise<Result<void>> &started);
    Result<void> open();
    Result<void> openConsumer();
    Result<void> step();
    Result<void> prepare();
    Result<void> join();
    Result<qint64> locate(int partition);
    Result<std::vector<Item>> decode(std::vector<log::KafkaMessage> records);
    Result<void> persist(std::vector<log::KafkaMessage> records);
    static std::span<const Item> pieceOf(std::span<const Item> items);
    Result<bool> write(std::span<const Item> items);
    Result<qint64> store(std::span<const Item> items);
    void rest(const protocol::Error &why);
    void goOn();
    void takeCounts();
    void measureLag();

    const log::KafkaSettings m_settings;
    const QString m_databaseUrl;

    std::atomic<bool> m_stop = false;
    std::thread m_thread;

    std::atomic<qint64> m_persisted = 0;
    std::atomic<qint64> m_batches = 0;
    std::atomic<qint64> m_dead = 0;
    std::atomic<qint64> m_retries = 0;
    std::atomic<qint64> m_dropped = 0;
    std::atomic<qint64> m_lag = 0;
    std::atomic<int> m_owned = 0;
    std::atomic<bool> m_waits = false;

    // The thread's own.
    std::unique_ptr<Database> m_database;
    log::KafkaGroupConsumer m_consumer;
    log::DeadLetters m_deadLetters;
    QMap<int, LogPosition> m_positions; // Where we believe that the database stands.
    QHash<QUuid, log::RoomRef> m_rooms;
    std::chrono::milliseconds m_wait;
    QDeadlineTimer m_calm; // Until then it may only not have failed again yet.
    QString m_trouble; // Why it rests; said once.
    bool m_joined = false;
};

} // namespace samsa::store

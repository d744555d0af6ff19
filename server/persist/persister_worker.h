// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/group_consumer.h"
#include "server/log/kafka/foresight.h"
#include "server/log/kafka/kafka_record.h"
#include "server/persist/carrier.h"
#include "server/persist/dead_letters.h"
#include "server/persist/persister.h"
#include "server/persist/same_topic.h"
#include "server/store/database.h"
#include "server/store/position_table.h"
#include "server/store/storing.h"

#include <QMap>

#include <atomic>
#include <future>
#include <span>
#include <thread>

namespace samsa::persist {

/// The persister's thread and what it does there: find out where the database stands in the
/// partitions that the group gives it, read from there, and write batches, each in a transaction
/// that succeeds only if nobody else was faster. Whatever goes wrong, it drops what it has in hand,
/// stays in the group, and begins again from where the database stands.
class PersisterWorker
{
public:
    PersisterWorker(KafkaSettings settings, QString databaseUrl, store::Abandonment *abandonment);
    ~PersisterWorker();

    protocol::Result<void> start();
    void stop();
    PersisterCounters counters() const;

private:
    /// A record and what it says.
    struct Item
    {
        kafka::Message record;
        log::RecordContent content;
    };

    void run(std::promise<protocol::Result<void>> &started);
    protocol::Result<void> open();
    protocol::Result<void> openConsumer();
    protocol::Result<void> step();
    protocol::Result<void> prepare();
    protocol::Result<void> join();
    protocol::Result<qint64> locate(int partition);
    protocol::Result<std::vector<Item>> decode(std::vector<kafka::Message> records);
    protocol::Result<void> persist(std::vector<kafka::Message> records);
    static std::span<const Item> pieceOf(std::span<const Item> items);
    protocol::Result<bool> write(std::span<const Item> items);
    protocol::Result<store::Stored> store(std::span<const Item> items);
    protocol::Result<void> putAway(const Item &item);
    void rest(const protocol::Error &why);
    void goOn();
    void takeCounts();
    void measureLag();

    const KafkaSettings m_settings;
    const QString m_databaseUrl;
    store::Abandonment *const m_abandonment; // May be null.

    std::atomic<bool> m_stop = false;
    std::thread m_thread;

    std::atomic<qint64> m_persisted = 0;
    std::atomic<qint64> m_changes = 0;
    std::atomic<qint64> m_batches = 0;
    std::atomic<qint64> m_dead = 0;
    std::atomic<qint64> m_brought = 0;
    std::atomic<qint64> m_retries = 0;
    std::atomic<qint64> m_dropped = 0;
    std::atomic<qint64> m_madeAnew = 0;
    std::atomic<qint64> m_lag = 0;
    std::atomic<int> m_owned = 0;
    std::atomic<bool> m_waits = false;

    // The thread's own.
    std::unique_ptr<store::Database> m_database;
    kafka::GroupConsumer m_consumer;
    log::Foresight m_foresight;
    persist::DeadLetters m_deadLetters;
    persist::Carrier m_carrier;
    QMap<int, LogPosition> m_positions; // Where we believe that the database stands.
    SameTopic m_sameTopic;
    QHash<QUuid, RoomRef> m_rooms;
    std::chrono::milliseconds m_wait;
    int m_atOnce; // Records: fewer while the database does not manage more.
    QDeadlineTimer m_calm; // Until then it may only not have failed again yet.
    QString m_trouble; // Why it rests; said once.
    bool m_joined = false;
};

} // namespace samsa::persist

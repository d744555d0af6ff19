// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/consumer.h"
#include "server/kafka/topic_witness.h"
#include "server/log/kafka/kafka_record.h"
#include "server/log/kafka/open_transactions.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/store/log_questions.h"

#include <QMap>
#include <QSet>

#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

namespace samsa::log {

/// Reads the whole topic, in a thread of its own: from where the database stood when the store was
/// opened, partitions that are added later from their beginning. What it reads goes into the tail,
/// then to the hooks. A message or change whose id is held already (MessageIds) is dropped, and who
/// holds it is told. While the tail is full it pauses.
class KafkaReader
{
public:
    struct Hooks
    {
        MessageLog::Deliver deliver;
        /// After delivery: who holds the id of each message and change that was read, itself or an
        /// earlier one.
        std::function<void(const MessageIds::Key &key, const MessageIds::Holder &holder)> placed;
        /// In place of this for a change that is not delivered, because the rules refuse it.
        std::function<void(const MessageIds::Key &key, const protocol::Error &why)> inVain;
        /// After delivery: a room was announced.
        std::function<void(const QUuid &room)> announced;
        /// Stores a record of the log's own.
        OpenTransactions::Write write;
    };
    struct Counters
    {
        std::atomic<qint64> records = 0;
        std::atomic<qint64> wrong = 0;
        std::atomic<qint64> duplicates = 0;
        std::atomic<qint64> inVain = 0;
        std::atomic<qint64> stale = 0;
        std::atomic<qint64> madeAnew = 0;
        std::atomic<qint64> late = 0;
    };

    KafkaReader(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
                FindRoom findRoom, Hooks hooks);
    ~KafkaReader();

    /// Makes the client. OptionInvalid.
    protocol::Result<void> open();
    /// librdkafka's client, for questions about the topic from any thread, until the destructor.
    rd_kafka_t *handle() const { return m_consumer.handle(); }

    /// Starts to read this many partitions; blocks until what they held has been delivered.
    /// StartFailed.
    protocol::Result<void> start(int partitions, QDeadlineTimer deadline);
    /// From any thread: there are more partitions now.
    void addPartitions(int partitions) { m_wanted = partitions; }
    /// From any thread: the database has this partition under another base.
    void findAnew(int partition);
    void stop();

    /// What has been delivered of a partition.
    struct ReadUpTo
    {
        qint64 position = 0;
        qint64 base = 0;
    };
    /// From any thread; nothing while it is not known where the partition is to be read from.
    std::optional<ReadUpTo> readUpTo(int partition) const;

    const Counters &counters() const { return m_counters; }
    std::vector<OpenTransaction> openTransactions() const { return m_transactions.transactions(); }

private:
    struct Read; // One message of a batch.

    void run();
    bool settle(kafka::Consumer::Poll &poll);
    void locateNewPartitions();
    void takeDoubts();
    void tellHowFar(const kafka::Consumer::Poll &poll);
    void tellHowFar(int partition);
    protocol::Result<void> learnEpochs();
    protocol::Result<void> beginAnew(const LogPosition &row);
    protocol::Result<void> locate(int partition);
    qint64 startOf(const LogPosition &row, const Watermarks &marks) const;
    void handle(const std::vector<kafka::Message> &records);
    void judge(std::vector<Read> &messages) const;
    void makeEntries(std::vector<Read> &messages);
    void hearOf(const std::vector<Read> &messages);
    void findHolders(std::vector<Read> &messages, const Events &events) const;
    void tellWhenCaughtUp(const QList<int> &ended);

    const KafkaSettings m_settings;
    Tail &m_tail;
    store::LogQuestions &m_questions;
    const FindRoom m_findRoom;
    const Hooks m_hooks;

    kafka::Consumer m_consumer;
    OpenTransactions m_transactions;
    Counters m_counters;
    std::atomic<int> m_wanted = 0; // Partitions there are.
    std::atomic<bool> m_stop = false;
    mutable std::mutex m_mutex; // Guards the two that follow.
    QHash<int, ReadUpTo> m_readUpTo;
    QSet<int> m_findAnew;
    std::thread m_thread;

    // The thread's own.
    QHash<int, qint64> m_bases; // Of the partitions that are being read.
    QSet<int> m_lost; // Of those, the ones whose offset is gone.
    QSet<int> m_moved; // And those that the database has under another base.
    kafka::TopicWitness m_witness;
    QHash<int, qint64>
        m_behind; // Partitions not yet read up to what they held at the start, and what that was.
    std::chrono::steady_clock::time_point m_locateNext;
    QString m_trouble;
    bool m_caughtUp = false;
    std::promise<protocol::Result<void>> m_started;
};

} // namespace samsa::log

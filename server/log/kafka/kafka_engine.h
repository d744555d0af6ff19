// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/change_judge.h"
#include "server/log/kafka/cursor_doubts.h"
#include "server/log/kafka/kafka_log.h"
#include "server/log/kafka/kafka_producer.h"
#include "server/log/kafka/kafka_reader.h"
#include "server/log/kafka/topic_watch.h"
#include "server/log/pending_appends.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace samsa::log {

/// Joins producer and reader into the Kafka log: an append goes to the producer, unless its id is
/// known or under way, and is answered when the producer's report and the reader's delivery have
/// both come.
///
/// Its own thread, the attendant, does what may block: looks up ids, and targets of changes, that
/// memory cannot decide (the rest of that room's appends then wait behind, to keep their order),
/// asks Kafka for new partitions and whether it is there, and the database for how far it is.
class KafkaEngine
{
public:
    KafkaEngine(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
                FindRoom findRoom);

    protocol::Result<void> open(MessageLog::Deliver deliver, QDeadlineTimer deadline);
    void append(NewMessage message, MessageLog::AppendDone done);
    void announce(const RoomCreated &room, MessageLog::RoomDone done);
    void confirm(const RoomRef &room, const Cursor &cursor, MessageLog::RoomDone done);
    void close(std::chrono::milliseconds deadline);

    int partitionCount() const { return m_partitions; }
    LogHealth health() const;
    KafkaLogCounters counters() const;
    std::vector<OpenTransaction> openTransactions() const;

private:
    using Clock = PendingAppends::Clock;
    struct Waiting
    {
        NewMessage message;
        quint64 ticket = 0;
    };
    using Lane = std::deque<Waiting>;

    protocol::Result<void> start(MessageLog::Deliver deliver, QDeadlineTimer deadline);
    void stop();
    std::optional<quint64> admit(const PendingAppends::Key &key, const QByteArray &nickname,
                                 MessageLog::AppendDone done);
    void send(const KafkaRecord &record, quint64 ticket);
    bool write(const KafkaRecord &record);
    void written(quint64 ticket, bool stored);
    void attend();
    void lookUp(const QUuid &room);
    void decide(const Waiting &waiting, const MessageIds::Verdict &verdict, ChangeJudge &judge);
    void sendIfAllowed(const Waiting &waiting, ChangeJudge &judge);
    int neededPartitions() const;
    void askKafka();
    void askDatabase();

    const KafkaSettings m_settings;
    Tail &m_tail;
    const MessageIds &m_ids;
    store::LogQuestions &m_questions;
    const FindRoom m_findRoom;

    CursorDoubts m_doubts;
    PendingAppends m_pending;
    std::unique_ptr<KafkaProducer> m_producer;
    std::unique_ptr<KafkaReader> m_reader;
    TopicWatch m_topicWatch;
    std::atomic<bool> m_faulty = false; // What the watch says; asked for each append.
    std::atomic<int> m_partitions = 0;
    std::atomic<bool> m_open = false;
    std::atomic<bool> m_reachable = false;

    mutable std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_wake;
    QHash<QUuid, Lane> m_lanes; // By room: appends that wait for a look into the database, or
                                // behind one that does.
    std::deque<QUuid> m_lookUps; // Rooms whose lane has to be served.
    bool m_stop = false;
    quint64 m_writing = 0; // The ticket of the log's own record that is under way, or was last.
    std::optional<bool> m_written; // Whether it was stored.
    std::condition_variable m_writeDone;
    std::thread m_attendant;
};

} // namespace samsa::log

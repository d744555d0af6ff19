// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/status/server_status.h"

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "server/base/clock.h"
#include "server/log/kafka/kafka_log.h"
#include "server/observe/process_memory.h"

namespace samsa::status {

using namespace Qt::Literals::StringLiterals;

namespace {

void writePart(protocol::JsonObjectWriter &object, QByteArrayView name, bool ready,
               const QString &sentence)
{
    QByteArray part;
    protocol::JsonObjectWriter writer(part);
    writer.boolean("ready", ready);
    if (!sentence.isEmpty())
        writer.string("sentence", sentence);
    writer.end();
    object.json(name, part);
}

/// The one part that does not take a server out: it serves, and another one would be no better off.
void writeTransactions(protocol::JsonObjectWriter &object,
                       const std::vector<log::OpenTransaction> &open)
{
    if (open.empty()) {
        writePart(object, "transactions", true, {});
        return;
    }
    QStringList partitions;
    std::chrono::milliseconds oldest {};
    for (const log::OpenTransaction &transaction : open) {
        partitions << QString::number(transaction.partition);
        oldest = std::max(oldest, transaction.age);
    }
    writePart(object, "transactions", false,
              u"Another program's transaction is open on partition %1, for %2 s; what others write "
              "behind it is not shown yet. kafka-transactions.sh says whose it is and ends it."_s
                  .arg(partitions.join(u", "))
                  .arg(std::chrono::duration_cast<std::chrono::seconds>(oldest).count()));
}

} // namespace

ServerStatus::ServerStatus(const Parts &parts)
    : m_parts(parts)
{
}

QByteArray ServerStatus::writeMetrics() const
{
    return samsa::writeMetrics(m_parts.metrics, gauges());
}

std::vector<Gauge> ServerStatus::gauges() const
{
    std::vector<Gauge> gauges;
    const auto add = [&gauges](QByteArray name, QByteArray help, double value,
                               QByteArray labels = {}) {
        gauges.push_back({std::move(name), std::move(help), value, std::move(labels)});
    };
    const auto &workers = m_parts.workers.all();
    for (std::size_t i = 0; i < workers.size(); ++i) {
        add("samsa_connections", "Open connections.", workers[i]->connections(),
            "worker=\"" + QByteArray::number(qint64(i)) + '"');
    }
    for (std::size_t i = 0; i < workers.size(); ++i) {
        add("samsa_worker_queue_depth", "Tasks that wait for the worker.",
            double(workers[i]->queueDepth()), "worker=\"" + QByteArray::number(qint64(i)) + '"');
    }
    if (const auto bytes = residentBytes()) {
        add("process_resident_memory_bytes",
            "Memory of the process; divided by its connections, what one costs.", double(*bytes));
    }
    if (m_parts.log) {
        const log::LogHealth log = m_parts.log->health();
        add("samsa_rooms", "Rooms.", double(m_parts.rooms.count()));
        add("samsa_pending_appends", "Messages that wait for the log.", double(log.pendingAppends));
        add("samsa_log_writable", "1 while the log takes messages.", log.writable ? 1 : 0);
        add("samsa_log_readable", "1 while the log delivers.", log.readable ? 1 : 0);
        add("samsa_tail_bytes", "Memory of the newest messages.", double(m_parts.tail.bytes()));
        add("samsa_tail_unpersisted", "Messages that the database does not hold yet.",
            double(m_parts.tail.unpersistedEntries()));
        add("samsa_database_healthy", "1 while the database answers.", databaseHealthy() ? 1 : 0);
        const store::Store &store = m_parts.store;
        const store::LogQuestions *questions = m_parts.logQuestions;
        constexpr auto waiting = "Questions that wait for the database.";
        add("samsa_database_waiting", waiting, double(store.waiting()), "of=\"clients\"");
        if (questions)
            add("samsa_database_waiting", waiting, double(questions->waiting()), "of=\"log\"");
        constexpr auto refused = "Questions that the database was too slow to answer.";
        add("samsa_database_refused", refused, double(store.refused()), "of=\"clients\"");
        if (questions)
            add("samsa_database_refused", refused, double(questions->refused()), "of=\"log\"");
        add("samsa_new_ids_known", "1 while a message made now needs no look into the database.",
            m_parts.tail.ids().covers(protocol::makeMessageId(), wallClock()) ? 1 : 0);
    }
    if (m_parts.persister) {
        const persist::PersisterCounters counters = m_parts.persister->counters();
        add("samsa_persisted_messages", "Messages that this process moved into the database.",
            double(counters.persisted));
        add("samsa_persisted_changes",
            "Edits, deletions and reactions that this process moved into the database.",
            double(counters.changes));
        add("samsa_dead_records", "Records that were put on the dead-letter topic.",
            double(counters.dead));
        add("samsa_brought_records",
            "Records of others that were brought to their room's partition, or to its end.",
            double(counters.brought));
        add("samsa_persister_retries", "Times that the persister had to begin again.",
            double(counters.retries));
        add("samsa_persister_partitions", "Partitions that the group has given to this process.",
            counters.partitions);
        add("samsa_persister_lag_records", "Records of these partitions that are yet to be read.",
            double(counters.lag));
        add("samsa_persister_dropped_records",
            "Records that Kafka had removed before they were persisted.", double(counters.dropped));
        add("samsa_persister_topic_made_anew",
            "Partitions that were found to be of a topic that was made anew.",
            double(counters.madeAnew));
    }
    if (m_parts.indexer) {
        add("samsa_search_indexed_messages",
            "Messages that this process put into the search index.",
            double(m_parts.indexer->indexed()));
        add("samsa_search_lag_seconds",
            "Since when the search index lacks messages; 0: it is whole.",
            std::chrono::duration<double>(m_parts.indexer->lag()).count());
    }
    if (m_parts.retention) {
        add("samsa_retention_removed_messages",
            "Messages that this process removed from the database for their age.",
            double(m_parts.retention->removed()));
    }
    if (const auto *kafka = dynamic_cast<const log::KafkaLog *>(m_parts.log)) {
        const log::KafkaLogCounters counters = kafka->counters();
        add("samsa_kafka_records", "Records read.", double(counters.records));
        add("samsa_kafka_wrong_records", "Records that are not in our form.",
            double(counters.wrong));
        add("samsa_kafka_duplicate_records", "Messages whose id was known.",
            double(counters.duplicates));
        add("samsa_kafka_late_records",
            "Records of others that came behind what was told while their transaction was open.",
            double(counters.late));
        for (const log::OpenTransaction &transaction : kafka->openTransactions()) {
            add("samsa_kafka_open_transaction_seconds",
                "For how long a transaction of others has held up a partition.",
                std::chrono::duration<double>(transaction.age).count(),
                "partition=\"" + QByteArray::number(transaction.partition) + '"');
        }
        add("samsa_kafka_vain_records",
            "Edits, deletions and reactions that the rules refuse, and that change nothing.",
            double(counters.inVain));
        add("samsa_kafka_topic_made_anew",
            "Partitions that were found to be of a topic that was made anew.",
            double(counters.madeAnew));
    }
    return gauges;
}

/// Both connections, where there are two.
bool ServerStatus::databaseHealthy() const
{
    return m_parts.store.healthy() && (!m_parts.logQuestions || m_parts.logQuestions->healthy());
}

QByteArray ServerStatus::readiness(bool *ready) const
{
    return m_parts.log ? gatewayReadiness(*m_parts.log, ready) : persisterReadiness(ready);
}

/// Of a process that only persists.
QByteArray ServerStatus::persisterReadiness(bool *ready) const
{
    const bool persists = m_parts.persister && !m_parts.persister->counters().waits;
    const bool database = m_parts.store.healthy();
    *ready = persists && database;
    QByteArray body;
    protocol::JsonObjectWriter object(body);
    object.boolean("ready", *ready);
    writePart(object, "persister", persists,
              persists ? QString() : u"The persister waits for the database or for Kafka."_s);
    writePart(object, "database", database,
              database ? QString() : u"The database does not answer."_s);
    object.end();
    return body;
}

QByteArray ServerStatus::gatewayReadiness(const log::MessageLog &messageLog, bool *ready) const
{
    const log::LogHealth log = messageLog.health();
    const bool database = databaseHealthy();
    const bool tail = !m_parts.tail.full();
    const bool draining = m_parts.draining;
    *ready = log.writable && log.readable && database && tail && !draining;

    QByteArray body;
    protocol::JsonObjectWriter object(body);
    object.boolean("ready", *ready);
    writePart(object, "log", log.writable && log.readable, log.sentence);
    writePart(object, "database", database,
              database ? QString() : u"The database does not answer."_s);
    writePart(object, "tail", tail,
              tail ? QString() : u"Too many messages wait for the database to take them."_s);
    if (const auto *kafka = dynamic_cast<const log::KafkaLog *>(&messageLog))
        writeTransactions(object, kafka->openTransactions());
    writePart(object, "server", !draining, draining ? u"The server is ending."_s : QString());
    object.end();
    return body;
}

} // namespace samsa::status

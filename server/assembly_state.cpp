// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a running server says about itself: /metrics and /readyz.

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "server/assembly.h"
#include "server/base/clock.h"
#include "server/log/kafka/kafka_log.h"
#include "server/observe/process_memory.h"

namespace samsa {

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

} // namespace

std::vector<Gauge> Server::Assembly::gauges() const
{
    std::vector<Gauge> gauges;
    const auto add = [&gauges](QByteArray name, QByteArray help, double value,
                               QByteArray labels = {}) {
        gauges.push_back({std::move(name), std::move(help), value, std::move(labels)});
    };
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        add("samsa_connections", "Open connections.", m_workers[i]->connections(),
            "worker=\"" + QByteArray::number(qint64(i)) + '"');
    }
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        add("samsa_worker_queue_depth", "Tasks that wait for the worker.",
            double(m_workers[i]->queueDepth()), "worker=\"" + QByteArray::number(qint64(i)) + '"');
    }
    if (const auto bytes = residentBytes()) {
        add("process_resident_memory_bytes",
            "Memory of the process; divided by its connections, what one costs.", double(*bytes));
    }
    if (m_log) {
        const log::LogHealth log = m_log->health();
        add("samsa_rooms", "Rooms.", double(m_rooms.count()));
        add("samsa_pending_appends", "Messages that wait for the log.", double(log.pendingAppends));
        add("samsa_log_writable", "1 while the log takes messages.", log.writable ? 1 : 0);
        add("samsa_log_readable", "1 while the log delivers.", log.readable ? 1 : 0);
        add("samsa_tail_bytes", "Memory of the newest messages.", double(m_tail.bytes()));
        add("samsa_tail_unpersisted", "Messages that the database does not hold yet.",
            double(m_tail.unpersistedEntries()));
        add("samsa_database_healthy", "1 while the database answers.", m_store.healthy() ? 1 : 0);
        add("samsa_new_ids_known", "1 while a message made now needs no look into the database.",
            m_tail.ids().covers(protocol::makeMessageId(), wallClock()) ? 1 : 0);
    }
    if (m_persister) {
        const persist::PersisterCounters counters = m_persister->counters();
        add("samsa_persisted_messages", "Messages that this process moved into the database.",
            double(counters.persisted));
        add("samsa_dead_records", "Records that were put on the dead-letter topic.",
            double(counters.dead));
        add("samsa_persister_retries", "Times that the persister had to begin again.",
            double(counters.retries));
        add("samsa_persister_partitions", "Partitions that the group has given to this process.",
            counters.partitions);
        add("samsa_persister_lag_records", "Records of these partitions that are yet to be read.",
            double(counters.lag));
        add("samsa_persister_dropped_records",
            "Records that Kafka had removed before they were persisted.", double(counters.dropped));
    }
    if (m_indexer) {
        add("samsa_search_indexed_messages",
            "Messages that this process put into the search index.", double(m_indexer->indexed()));
        add("samsa_search_lag_seconds",
            "Since when the search index lacks messages; 0: it is whole.",
            std::chrono::duration<double>(m_indexer->lag()).count());
    }
    if (m_retention) {
        add("samsa_retention_removed_messages",
            "Messages that this process removed from the database for their age.",
            double(m_retention->removed()));
    }
    if (const auto *kafka = dynamic_cast<const log::KafkaLog *>(m_log.get())) {
        const log::KafkaLogCounters counters = kafka->counters();
        add("samsa_kafka_records", "Records read.", double(counters.records));
        add("samsa_kafka_wrong_records", "Records that are not in our form.",
            double(counters.wrong));
        add("samsa_kafka_duplicate_records", "Messages whose id was known.",
            double(counters.duplicates));
    }
    return gauges;
}

QByteArray Server::Assembly::readiness(bool *ready) const
{
    return m_log ? gatewayReadiness(*m_log, ready) : persisterReadiness(ready);
}

/// Of a process that only persists.
QByteArray Server::Assembly::persisterReadiness(bool *ready) const
{
    *ready = m_persister && !m_persister->counters().waits;
    QByteArray body;
    protocol::JsonObjectWriter object(body);
    object.boolean("ready", *ready);
    writePart(object, "persister", *ready,
              *ready ? QString() : u"The persister waits for the database or for Kafka."_s);
    object.end();
    return body;
}

QByteArray Server::Assembly::gatewayReadiness(const log::MessageLog &messageLog, bool *ready) const
{
    const log::LogHealth log = messageLog.health();
    const bool database = m_store.healthy();
    const bool tail = !m_tail.full();
    const bool draining = m_draining;
    *ready = log.writable && log.readable && database && tail && !draining;

    QByteArray body;
    protocol::JsonObjectWriter object(body);
    object.boolean("ready", *ready);
    writePart(object, "log", log.writable && log.readable, log.sentence);
    writePart(object, "database", database,
              database ? QString() : u"The database does not answer."_s);
    writePart(object, "tail", tail,
              tail ? QString() : u"Too many messages wait for the database to take them."_s);
    writePart(object, "server", !draining, draining ? u"The server is ending."_s : QString());
    object.end();
    return body;
}

} // namespace samsa

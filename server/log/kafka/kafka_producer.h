// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/handle.h"
#include "server/log/kafka/kafka_record.h"

#include <QDeadlineTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace samsa::log {

/// Writes records with acks=all, once each as far as one producer can promise it, and reports on
/// each. When librdkafka's idempotent producer gives up for good (a "fatal error", which may come
/// after a record was stored: librdkafka issue 4438) another takes its place and what was not
/// acknowledged is sent again; a record may then be in the log twice, which readers see by its
/// message id.
///
/// Thread: produce() from any, never waiting; reports come in a thread of its own.
class KafkaProducer
{
public:
    /// The record with this ticket is stored for good, or was given up.
    using Report = std::function<void(quint64 ticket, const protocol::Result<void> &stored)>;

    KafkaProducer(KafkaSettings settings, Report report);
    ~KafkaProducer();

    /// Blocks until a record can be sent without delay: connected, topic known, producer id in
    /// hand. StartFailed, OptionInvalid.
    protocol::Result<void> open(QDeadlineTimer deadline);
    /// TooManyRequests when librdkafka's queue is full; then there is no report.
    protocol::Result<void> produce(const KafkaRecord &record, quint64 ticket);
    /// What is not acknowledged is given up without a report.
    void close();

    /// From any thread: what the topic takes has changed.
    void setBatchBytes(qint64 bytes) { m_batchBytes = bytes; }

    /// How often another producer took the place of one that gave up.
    int replaced() const { return m_replaced; }
    /// For tests: librdkafka's own way to make a producer give up.
    void breakForTest();

private:
    struct Unsent
    {
        KafkaRecord record;
        quint64 ticket = 0;
    };

    protocol::Result<kafka::Handle> makeHandle();
    protocol::Result<void> waitForProducerId(const QDeadlineTimer &deadline);
    protocol::Result<void> send(const KafkaRecord &record, quint64 ticket);
    void run();
    void replace();
    protocol::Error notStored(rd_kafka_resp_err_t error, std::size_t bytes) const;
    void takeReport(const rd_kafka_message_t &message);
    static int takeStatistics(rd_kafka_t *, char *json, std::size_t size, void *opaque);

    const KafkaSettings m_settings;
    const QByteArray m_topic;
    const Report m_report;

    std::mutex m_mutex;
    kafka::Handle m_handle; // guarded by m_mutex; only the thread replaces it, and uses it without
    bool m_accepting = false; // guarded by m_mutex
    std::vector<Unsent> m_unsent; // guarded by m_mutex: for the next producer

    std::atomic<qint64> m_batchBytes;
    std::atomic<bool> m_hasId = false;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_replaced = 0;
    std::thread m_thread;
};

} // namespace samsa::log

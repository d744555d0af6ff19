// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/synchronous_producer.h"

namespace samsa::persist {

/// What stands on a dead letter besides the record's own headers.
inline constexpr char deadReasonHeader[] = "reason";
inline constexpr char sourcePartitionHeader[] = "source-partition";
inline constexpr char sourceOffsetHeader[] = "source-offset";

/// Puts records that cannot be read on the dead-letter topic: key, value and headers as they were,
/// and besides the headers reason, source-partition and source-offset. Thread: one.
class DeadLetters
{
public:
    explicit DeadLetters(KafkaSettings settings);

    /// Blocks until Kafka holds it. LogUnavailable when that may work later; what can never work
    /// (the topic is forbidden, the record too large) is told in the server's log and counts as
    /// done, for it must not stop the rest.
    protocol::Result<void> bury(const rd_kafka_message_t &record, const QString &reason);

private:
    const QString m_topic;
    kafka::SynchronousProducer m_sender;
};

} // namespace samsa::persist

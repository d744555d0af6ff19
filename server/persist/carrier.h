// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"
#include "server/kafka/synchronous_producer.h"

namespace samsa::persist {

/// Brings what somebody wrote to the end of its room's partition: from another partition, where a
/// partitioner of another kind put it, or from behind what had been told by the time that its
/// transaction was committed (docs/decisions/0021). The copy has the id that the original has, or
/// one made from the original's place, so that it is there once, however often it is brought; and
/// that place in the headers source-partition and source-offset. Thread: one.
class Carrier
{
public:
    explicit Carrier(KafkaSettings settings);

    /// Blocks until Kafka holds it. An answer that is not empty says why it never can.
    /// LogUnavailable when it may later.
    protocol::Result<QString> bring(const rd_kafka_message_t &from, const NewMessage &message);

private:
    const QString m_topic;
    kafka::SynchronousProducer m_sender;
};

} // namespace samsa::persist

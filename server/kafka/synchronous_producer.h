// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/handle.h"

#include <optional>

namespace samsa::kafka {

/// Writes records one at a time and waits for each; for what is rare. Thread: one.
class SynchronousProducer
{
public:
    explicit SynchronousProducer(KafkaSettings settings);

    /// Blocks until Kafka holds the record's key and value under these headers, in a partition or
    /// in any. The answer is librdkafka's; RD_KAFKA_RESP_ERR__TIMED_OUT after five seconds.
    /// OptionInvalid, when there can be no client.
    protocol::Result<rd_kafka_resp_err_t> send(const QString &topic, std::optional<int> partition,
                                               const rd_kafka_message_t &record, Headers headers);

private:
    protocol::Result<void> open();

    const KafkaSettings m_settings;
    Handle m_handle;
    std::optional<rd_kafka_resp_err_t> m_outcome; // Of the record under way.
};

/// Whether the same may succeed a while later.
bool mayWorkLater(rd_kafka_resp_err_t error);

} // namespace samsa::kafka

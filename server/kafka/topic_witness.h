// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/log_position.h"
#include "server/kafka/handle.h"

#include <QDeadlineTimer>

namespace samsa::kafka {

/// What a record is known by: its time, key and value.
RecordMark markOf(const rd_kafka_message_t &record);

/// Says whether a topic is the one that was read before, or another of the same name: by a record
/// that was read then. Kafka's own id of a topic (KIP-516) would say so too, and be another also
/// where the records are the same; librdkafka before 2.3 does not tell it.
///
/// Thread: one. It may block, and has a client of its own from the first question on, which sees
/// what is not committed as well.
class TopicWitness
{
public:
    explicit TopicWitness(KafkaSettings settings);
    const QString &topic() const { return m_settings.topic; }

    /// Whether the partition, which holds this much, has the record of \a mark where it was. True
    /// too where nothing can be said: it is older than all that is kept, or beyond the end.
    /// LogUnavailable.
    protocol::Result<bool> knows(int partition, const RecordMark &mark, const Watermarks &marks,
                                 QDeadlineTimer deadline);

private:
    const KafkaSettings m_settings;
    Handle m_handle;
};

} // namespace samsa::kafka

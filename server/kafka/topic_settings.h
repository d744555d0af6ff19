// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/handle.h"

#include <QDeadlineTimer>

namespace samsa::kafka {

/// Of a topic's settings those that what Samsa promises depends on.
struct TopicSettings
{
    bool compacted = false; ///< cleanup.policy holds compact: of each key one record stays.
    qint64 recordBytes = 0; ///< max.message.bytes
};

/// Blocks. LogUnavailable, also when the broker does not let us ask.
protocol::Result<TopicSettings> topicSettings(rd_kafka_t *handle, const QString &topic,
                                              QDeadlineTimer deadline);

/// Adds partitions until there are so many. Blocks. StartFailed, with a sentence that says what to
/// do.
protocol::Result<void> addPartitions(rd_kafka_t *handle, const QString &topic, int partitions,
                                     QDeadlineTimer deadline);

} // namespace samsa::kafka

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/log_position.h"
#include "server/kafka/handle.h"

#include <QDeadlineTimer>

namespace samsa::kafka {

/// How many partitions the topic has now; 0 if there is no such topic. Blocks. LogUnavailable.
protocol::Result<int> partitionCount(rd_kafka_t *handle, const QString &topic,
                                     QDeadlineTimer deadline);

/// Makes the topic if it is missing, and waits until it can be used; answers how many partitions it
/// has. Blocks. With a consumer's handle, since a producer that asks for a topic may have the
/// broker make it in the broker's own way. StartFailed, with a sentence that says what to do when
/// the broker forbids it.
protocol::Result<int> ensureTopic(rd_kafka_t *handle, const KafkaSettings &settings,
                                  const QString &topic, int partitions, QDeadlineTimer deadline);

/// What the partition holds. May outlast the deadline (librdkafka issue 4460), hence never in an
/// event loop's thread. LogUnavailable.
protocol::Result<Watermarks> watermarksOf(rd_kafka_t *handle, const QString &topic, int partition,
                                          QDeadlineTimer deadline);

} // namespace samsa::kafka

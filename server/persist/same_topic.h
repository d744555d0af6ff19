// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/topic_witness.h"
#include "server/store/position_table.h"

#include <QDeadlineTimer>
#include <QMap>
#include <QSet>

#include <optional>
#include <vector>

namespace samsa::persist {

/// Whether the topic is still the one of which the database has records (docs/decisions/0003,
/// 0022). Kafka lets a reader go on in a topic that was made anew once that is as long as the one
/// before, so this looks every few seconds, when something comes, for a record that was there the
/// last time. What it looks for is stored with the messages, and may be a few seconds old.
///
/// Thread: the persister's, which it holds up while it looks. LogUnavailable, DatabaseUnavailable.
class SameTopic
{
public:
    explicit SameTopic(KafkaSettings settings);

    /// Where a partition is begun with: the newest record that is stored, if the topic does not
    /// have it (Watermarks::notThere).
    protocol::Result<std::optional<RecordMark>> missing(store::PositionTable &positions,
                                                        int partition, const Watermarks &marks);
    /// The partition was settled.
    void begin(int partition);

    /// With what was read and is not stored yet. False: of another topic; missing() knows.
    protocol::Result<bool> look(rd_kafka_t *consumer, const std::vector<kafka::Message> &records);

    /// In the transaction that stores a partition's records, of which this is the newest.
    protocol::Result<void> store(store::PositionTable &positions, const rd_kafka_message_t &newest);
    /// That transaction was committed.
    void stored();

private:
    using Known = std::optional<RecordMark>;

    kafka::TopicWitness m_witness;
    QMap<int, RecordMark> m_seen; // Records that were there when it was looked last.
    QMap<int, RecordMark> m_newest; // And the newest that was stored since.
    QMap<int, RecordMark> m_storing; // In the transaction under way.
    QMap<int, QDeadlineTimer> m_again; // When a newer one is to be stored.
    QSet<int> m_active; // Partitions of which something came since.
    QSet<int> m_foreign; // Those that were found to be another topic's.
    QDeadlineTimer m_look; // When to look again.
};

} // namespace samsa::persist

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/consumer.h"

#include <QMap>
#include <QSet>

#include <atomic>

namespace samsa::kafka {

/// A member of a consumer group, which is given a share of the topic's partitions and has to say
/// for each from where it is to be read; what the group believes to be committed is never asked.
/// Works with librdkafka's eager assignors and with the cooperative one.
///
/// Thread: one, but for wake(). The group takes partitions back within poll(), so whoever holds
/// records of an earlier poll() may no longer own them.
class GroupConsumer : public Consumer
{
public:
    ~GroupConsumer(); ///< leave()

    /// Makes the client; the group is joined by the first poll() after join(). OptionInvalid.
    protocol::Result<void> open(const KafkaSettings &settings);
    /// The topic must exist. LogUnavailable.
    protocol::Result<void> join();
    /// Tells the group that others may have the partitions, unless this is a member with a name,
    /// which is expected back. Takes a second at most.
    void leave();

    /// Partitions that are this member's and that are not read, because they are new to it, their
    /// offset is gone, or rest() was called.
    QSet<int> unread() const;
    /// Whether the broker has said that the offset read next is not there.
    bool lost(int partition) const;
    const QSet<int> &owned() const { return m_owned; }
    int ownedCount() const { return static_cast<int>(m_owned.size()); }
    /// Reads these partitions from these offsets on; others are left as they are. LogUnavailable.
    protocol::Result<void> readFrom(const QMap<int, qint64> &offsets);
    /// Reads nothing any more, and stays in the group: poll() goes on.
    protocol::Result<void> rest();
    Poll poll(int count, std::chrono::milliseconds patience);

    /// For those who look at the group's lag. Does not wait, and is not repeated when it fails.
    void commit(const QMap<int, qint64> &offsets);
    /// Records that Kafka held at the last fetch and that were not read; of what is read now.
    qint64 lag() const;
    /// Whether the group has not answered for so long that this client is better opened anew:
    /// librdkafka 2.0 may wait for ever after a topic was deleted and made anew.
    bool stuck() const;
    /// Why this client cannot go on and has to be opened anew; empty as long as it can.
    QString fatal() const;

private:
    void rebalance(rd_kafka_resp_err_t change, const rd_kafka_topic_partition_list_t &partitions);
    protocol::Result<void> assign(const QMap<int, qint64> &offsets);
    bool cooperative() const;
    Partitions listOf(const QMap<int, qint64> &offsets) const;

    QDeadlineTimer m_answer; // By when the group is to say what is this member's.
    QSet<int> m_owned;
    QSet<int> m_lost; // Of those that are read, the ones whose offset is gone.
};

} // namespace samsa::kafka

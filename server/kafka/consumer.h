// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/log_position.h"
#include "server/kafka/handle.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QList>

#include <mutex>
#include <vector>

namespace samsa::kafka {

/// Reads partitions of the topic by assignment, from exact offsets, without a group. Each record is
/// handed on once: one that librdkafka delivers again (issue 4636) is dropped here and counted.
///
/// Thread: one at a time, but for wake(), which may come from any.
class Consumer
{
public:
    ~Consumer(); ///< Takes a second at most; see abandonHandle().

    /// What one poll brought, in order.
    struct Poll
    {
        std::vector<Message> records;
        QList<int> ended; ///< Partitions that were read to their end, for now.
        QList<int> lost; ///< Partitions that do not have the offset asked for: retention took it,
                         ///< or the topic was made anew.
        QString trouble; ///< What librdkafka says goes wrong, when it does.
    };

    /// Once more: with a new client; if that cannot be made, the one before stays. OptionInvalid.
    protocol::Result<void> open(const KafkaSettings &settings);
    rd_kafka_t *handle() const { return m_handle.get(); }

    /// Reads a partition from \a offset on, in addition to others, or instead of where it was read
    /// before. LogUnavailable.
    protocol::Result<void> readFrom(int partition, qint64 offset);
    /// Reads the partition no more.
    protocol::Result<void> stopReading(int partition);
    static constexpr int recordsAtOnce = 1000; ///< A good count to poll() for.
    /// At most \a count records; waits at most \a patience for the first, and for no other.
    Poll poll(int count, std::chrono::milliseconds patience);
    /// Ends a poll() that waits, or the next one. Without a client it does nothing.
    void wake();

    /// The partition's offset that is read next.
    qint64 nextOffset(int partition) const;
    bool reads(int partition) const { return m_next.contains(partition); }
    /// Where the partition ended at the last fetch, open transactions included; nextOffset() where
    /// that is not known.
    qint64 endOffset(int partition) const;
    /// Whether everything was read that may be, and yet the partition goes on: behind what is read
    /// next stands a transaction that is open.
    bool held(int partition) const;
    qint64 stale() const { return m_stale; }

protected:
    protocol::Result<void> open(const QString &topic, Configuration configuration);
    void abandon(); ///< Gives the client back; see abandonHandle().

    QByteArray m_topic;
    Handle m_handle;
    QHash<int, qint64> m_next; // By partition, of those that are read.
    QHash<int, qint64> m_ends; // By partition: where its end was met last.

private:
    void take(Message message, Poll &poll);

    void setQueue(rd_kafka_queue_t *queue);

    std::mutex m_queueGuard; // wake() against those who make or release the client.
    Queue m_queue; // After the handle: it goes first.
    qint64 m_stale = 0;
};

} // namespace samsa::kafka

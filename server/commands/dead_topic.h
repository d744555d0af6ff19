// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/consumer.h"
#include "server/kafka/synchronous_producer.h"

#include <functional>

namespace samsa::commands {

/// A record that could not be read, as it lies on the dead-letter topic.
struct DeadLetter
{
    int partition = 0; ///< Of the dead-letter topic, as is the offset.
    qint64 offset = 0;
    qint64 buriedAt = 0; ///< Milliseconds since 1970.
    QByteArray reason;
    int sourcePartition = -1; ///< -1: it does not say.
    qint64 sourceOffset = -1;
    QByteArray key;
    QByteArray value;
    bool replayed = false; ///< It was put back before.
    const rd_kafka_message_t *record = nullptr; ///< As long as it is being looked at.
};

/// The dead-letter topic, to be looked through and put back from. What was put back is remembered
/// as the offset of a consumer group, <topic>.dead.replayed, that nobody is a member of. Blocks;
/// one thread.
class DeadTopic
{
public:
    explicit DeadTopic(KafkaSettings settings);

    /// OptionInvalid.
    protocol::Result<void> open();
    /// Every letter that lies there now, oldest first in each partition, until \a look answers
    /// false. LogUnavailable.
    protocol::Result<void> forEach(const std::function<bool(const DeadLetter &)> &look);
    /// Puts it on the topic again, in the partition it came from, without what was added to it.
    /// Whoever reads it judges it anew: if it is still wrong it comes back, if it is a message that
    /// is known by its id nothing happens. LogUnavailable.
    protocol::Result<void> replay(const DeadLetter &letter);
    /// That all before this offset, and it, were put back. LogUnavailable.
    protocol::Result<void> markReplayed(int partition, qint64 offset);

private:
    protocol::Result<qint64> replayedUpTo(int partition);

    const KafkaSettings m_settings; ///< Of the topic.
    kafka::SynchronousProducer m_sender;
    kafka::Consumer m_consumer; ///< Of the dead-letter topic.
    kafka::Handle m_memory; ///< In the group that remembers.
};

} // namespace samsa::commands

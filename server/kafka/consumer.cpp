// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/consumer.h"

#include <algorithm>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

Consumer::~Consumer()
{
    abandon();
}

Result<void> Consumer::open(const KafkaSettings &settings)
{
    auto configuration = configurationFor(settings, RD_KAFKA_CONSUMER);
    return configuration ? open(settings.topic, std::move(configuration).value())
                         : configuration.error();
}

Result<void> Consumer::open(const QString &topic, Configuration configuration)
{
    auto handle = makeHandle(RD_KAFKA_CONSUMER, std::move(configuration));
    if (!handle)
        return handle.error();
    abandon();
    m_topic = topic.toUtf8();
    m_handle = std::move(handle).value();
    rd_kafka_poll_set_consumer(m_handle.get());
    setQueue(rd_kafka_queue_get_consumer(m_handle.get()));
    return {};
}

void Consumer::setQueue(rd_kafka_queue_t *queue)
{
    const std::scoped_lock lock(m_queueGuard);
    m_queue.reset(queue);
}

Result<void> Consumer::readFrom(int partition, qint64 offset)
{
    const Partitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), m_topic.constData(), partition)->offset = offset;
    // A partition whose offset was gone cannot be sought any more ("erroneous state"), so it is
    // given back and taken anew.
    if (m_next.remove(partition)) {
        if (const ErrorPtr error(rd_kafka_incremental_unassign(m_handle.get(), list.get())); error)
            return unreadable(error);
    }
    if (const ErrorPtr error(rd_kafka_incremental_assign(m_handle.get(), list.get())); error)
        return unreadable(error);
    m_next.insert(partition, offset);
    m_ends.remove(partition);
    return {};
}

Result<void> Consumer::stopReading(int partition)
{
    if (!m_next.remove(partition))
        return {};
    m_ends.remove(partition);
    const Partitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), m_topic.constData(), partition);
    if (const ErrorPtr error(rd_kafka_incremental_unassign(m_handle.get(), list.get())); error)
        return unreadable(error);
    return {};
}

Consumer::Poll Consumer::poll(int count, std::chrono::milliseconds patience)
{
    Poll poll;
    // The batch call below would wait until the batch is full; so the first record is waited for by
    // itself.
    Message first(rd_kafka_consumer_poll(m_handle.get(), static_cast<int>(patience.count())));
    if (!first)
        return poll;
    take(std::move(first), poll);
    std::vector<rd_kafka_message_t *> more(static_cast<std::size_t>(count - 1));
    const auto taken = rd_kafka_consume_batch_queue(m_queue.get(), 0, more.data(), more.size());
    for (ssize_t i = 0; i < taken; ++i)
        take(Message(more[static_cast<std::size_t>(i)]), poll);
    return poll;
}

void Consumer::take(Message message, Poll &poll)
{
    switch (message->err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        break;
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        poll.ended.append(message->partition);
        // The marks that end a transaction have offsets too, and are no records.
        if (const auto next = m_next.find(message->partition); next != m_next.end()) {
            *next = std::max<qint64>(*next, message->offset);
            m_ends.insert(message->partition, message->offset);
        }
        return;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        poll.lost.append(message->partition);
        return;
    default:
        poll.trouble = QString::fromUtf8(rd_kafka_message_errstr(message.get()));
        qCInfo(lcKafka).noquote() << "Consumer:" << poll.trouble;
        return;
    }
    const auto next = m_next.find(message->partition);
    if (next == m_next.end() || message->offset < *next) {
        ++m_stale;
        return;
    }
    *next = message->offset + 1;
    poll.records.push_back(std::move(message));
}

void Consumer::abandon()
{
    setQueue(nullptr);
    m_next.clear();
    m_ends.clear();
    abandonHandle(std::move(m_handle));
}

void Consumer::wake()
{
    const std::scoped_lock lock(m_queueGuard);
    if (m_queue)
        rd_kafka_queue_yield(m_queue.get());
}

qint64 Consumer::nextOffset(int partition) const
{
    return m_next.value(partition);
}

qint64 Consumer::endOffset(int partition) const
{
    const qint64 next = nextOffset(partition);
    int64_t low = 0;
    int64_t high = 0;
    if (rd_kafka_get_watermark_offsets(m_handle.get(), m_topic.constData(), partition, &low, &high)
        != RD_KAFKA_RESP_ERR_NO_ERROR)
        return next;
    return std::max<qint64>(next, high);
}

bool Consumer::held(int partition) const
{
    const auto next = m_next.constFind(partition);
    return next != m_next.cend() && m_ends.value(partition, -1) == *next
        && endOffset(partition) > *next;
}

} // namespace samsa::kafka

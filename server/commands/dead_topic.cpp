// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/dead_topic.h"

#include "server/kafka/topic.h"
#include "server/persist/dead_letters.h"

#include <algorithm>

namespace samsa::commands {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr auto brokerPatience = 10s;
constexpr int brokerPatienceMs = 10'000;
constexpr int recordsAtOnce = 500;
constexpr auto pollPatience = 200ms;

Error unavailable(const QString &why)
{
    return {Code::LogUnavailable, u"The dead-letter topic cannot be used: %1."_s.arg(why), 1s};
}

KafkaSettings deadSettings(const KafkaSettings &settings)
{
    KafkaSettings dead = settings;
    dead.topic = settings.deadTopic();
    return dead;
}

/// The last of this name: an earlier one may be the record's own.
QByteArray header(const rd_kafka_message_t &record, const char *name)
{
    rd_kafka_headers_t *headers = nullptr;
    const void *value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_message_headers(&record, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR
        || rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    return {static_cast<const char *>(value), static_cast<qsizetype>(size)};
}

int numberOr(const QByteArray &text, int otherwise)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= 0 ? number : otherwise;
}

DeadLetter letterOf(const rd_kafka_message_t &record)
{
    rd_kafka_timestamp_type_t type;
    bool hasOffset = false;
    const qint64 offset = header(record, persist::sourceOffsetHeader).toLongLong(&hasOffset);
    return {.partition = record.partition,
            .offset = record.offset,
            .buriedAt = rd_kafka_message_timestamp(&record, &type),
            .reason = header(record, persist::deadReasonHeader),
            .sourcePartition = numberOr(header(record, persist::sourcePartitionHeader), -1),
            .sourceOffset = hasOffset ? offset : -1,
            .key = QByteArray(static_cast<const char *>(record.key), qsizetype(record.key_len)),
            .value = QByteArray(static_cast<const char *>(record.payload), qsizetype(record.len)),
            .record = &record};
}

/// The record's own headers: all but the last three, which the persister put behind them.
kafka::Headers ownHeaders(const rd_kafka_message_t &record)
{
    kafka::Headers own(rd_kafka_headers_new(4));
    rd_kafka_headers_t *headers = nullptr;
    if (rd_kafka_message_headers(&record, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return own;
    const std::size_t count = rd_kafka_header_cnt(headers);
    const char *name = nullptr;
    const void *value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0; i + 3 < count; ++i)
        if (rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR)
            rd_kafka_header_add(own.get(), name, -1, value, static_cast<ssize_t>(size));
    return own;
}

} // namespace

DeadTopic::DeadTopic(KafkaSettings settings)
    : m_settings(std::move(settings))
    , m_sender(m_settings)
{
}

Result<void> DeadTopic::open()
{
    auto configuration = kafka::configurationFor(m_settings, RD_KAFKA_CONSUMER);
    if (!configuration)
        return configuration.error();
    const QByteArray group = (m_settings.deadTopic() + u".replayed"_s).toUtf8();
    if (auto done = kafka::setProperty(configuration->get(), "group.id", group); !done)
        return done;
    auto memory = kafka::makeHandle(RD_KAFKA_CONSUMER, std::move(configuration).value());
    if (!memory)
        return memory.error();
    m_memory = std::move(memory).value();
    return m_consumer.open(deadSettings(m_settings));
}

Result<void> DeadTopic::forEach(const std::function<bool(const DeadLetter &)> &look)
{
    const QString topic = m_settings.deadTopic();
    const auto partitions =
        kafka::partitionCount(m_consumer.handle(), topic, QDeadlineTimer(brokerPatience));
    if (!partitions)
        return partitions.error();
    // One after the other, so that the order of each is kept and nothing has to be.
    for (int partition = 0; partition < *partitions; ++partition) {
        const auto marks = kafka::watermarksOf(m_consumer.handle(), topic, partition,
                                               QDeadlineTimer(brokerPatience));
        if (!marks)
            return marks.error();
        const auto replayed = replayedUpTo(partition);
        if (!replayed)
            return replayed.error();
        if (marks->low == marks->high)
            continue;
        if (auto reading = m_consumer.readFrom(partition, marks->low); !reading)
            return reading;
        QDeadlineTimer deadline(brokerPatience);
        while (m_consumer.nextOffset(partition) < marks->high) {
            const auto poll = m_consumer.poll(recordsAtOnce, pollPatience);
            if (poll.ended.contains(partition))
                break; // The last offsets may be no records.
            if (!poll.records.empty())
                deadline.setRemainingTime(brokerPatience);
            else if (deadline.hasExpired())
                return unavailable(u"it could not be read to its end in time"_s);
            for (const kafka::Message &record : poll.records) {
                if (record->partition != partition || record->offset >= marks->high)
                    continue;
                DeadLetter letter = letterOf(*record);
                letter.replayed = letter.offset < *replayed;
                if (!look(letter))
                    return {};
            }
        }
    }
    return {};
}

Result<void> DeadTopic::replay(const DeadLetter &letter)
{
    const auto partition =
        letter.sourcePartition >= 0 ? std::optional(letter.sourcePartition) : std::nullopt;
    const auto outcome =
        m_sender.send(m_settings.topic, partition, *letter.record, ownHeaders(*letter.record));
    if (!outcome)
        return outcome.error();
    if (*outcome != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unavailable(kafka::sentenceOf(*outcome));
    return {};
}

Result<qint64> DeadTopic::replayedUpTo(int partition)
{
    const kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
    const QByteArray topic = m_settings.deadTopic().toUtf8();
    rd_kafka_topic_partition_list_add(list.get(), topic.constData(), partition);
    const auto error = rd_kafka_committed(m_memory.get(), list.get(), brokerPatienceMs);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unavailable(kafka::sentenceOf(error));
    return std::max<qint64>(list->elems[0].offset, 0);
}

Result<void> DeadTopic::markReplayed(int partition, qint64 offset)
{
    const kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
    const QByteArray topic = m_settings.deadTopic().toUtf8();
    rd_kafka_topic_partition_list_add(list.get(), topic.constData(), partition)->offset =
        offset + 1;
    const auto error = rd_kafka_commit(m_memory.get(), list.get(), 0);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unavailable(kafka::sentenceOf(error));
    return {};
}

} // namespace samsa::commands

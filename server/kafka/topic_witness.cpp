// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/topic_witness.h"

#include <algorithm>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr qint64 pollStepMs = 100;

} // namespace

RecordMark markOf(const rd_kafka_message_t &record)
{
    static const QUuid space(u"{6f0c2c5e-5d2b-5c8e-8f44-0d6f3a1b7c19}"_s);
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    QByteArray bytes = QByteArray::number(qint64(rd_kafka_message_timestamp(&record, &type))) + '/'
        + QByteArray::number(qint64(record.key_len)) + '/';
    bytes.append(static_cast<const char *>(record.key), static_cast<qsizetype>(record.key_len));
    bytes.append(static_cast<const char *>(record.payload), static_cast<qsizetype>(record.len));
    return {record.offset, QUuid::createUuidV5(space, bytes)};
}

TopicWitness::TopicWitness(KafkaSettings settings)
    : m_settings(std::move(settings))
{
}

Result<bool> TopicWitness::knows(int partition, const RecordMark &mark, const Watermarks &marks,
                                 QDeadlineTimer deadline)
{
    if (mark.offset < marks.low || mark.offset >= marks.high)
        return true;
    if (!m_handle) {
        auto configuration = configurationFor(m_settings, RD_KAFKA_CONSUMER);
        if (!configuration)
            return configuration.error();
        if (const auto set =
                setProperty(configuration->get(), "isolation.level", "read_uncommitted");
            !set)
            return set.error();
        auto handle = makeHandle(RD_KAFKA_CONSUMER, std::move(configuration).value());
        if (!handle)
            return handle.error();
        m_handle = std::move(handle).value();
        rd_kafka_poll_set_consumer(m_handle.get());
    }
    const Partitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), m_settings.topic.toUtf8().constData(), partition)
        ->offset = mark.offset;
    if (const auto error = rd_kafka_assign(m_handle.get(), list.get());
        error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unreadable(sentenceOf(error));
    std::optional<Result<bool>> answer;
    while (!answer) {
        if (deadline.hasExpired()) {
            answer = unreadable(u"no answer in time"_s);
            break;
        }
        const Message message(rd_kafka_consumer_poll(
            m_handle.get(),
            static_cast<int>(std::clamp<qint64>(deadline.remainingTime(), 1, pollStepMs))));
        if (!message || message->partition != partition)
            continue;
        if (!message->err)
            answer = markOf(*message) == mark;
        else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            answer = false; // Behind it is nothing that could be read.
        else if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET
                 || message->err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
            answer = true; // It has become too old meanwhile.
        else
            answer = unreadable(QString::fromUtf8(rd_kafka_message_errstr(message.get())));
    }
    rd_kafka_assign(m_handle.get(), nullptr);
    return *answer;
}

} // namespace samsa::kafka

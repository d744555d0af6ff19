// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/topic_watch.h"

#include "server/kafka/topic_settings.h"

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// What the largest message is as a record: 16,384 bytes of text, of which JSON may make two each,
/// a nickname of 240 code points, names of fields, ids, headers and the batch around it.
constexpr qint64 largestRecord = 2 * 16'384 + 4 * 240 + 1'024;

Error compacted(const QString &topic)
{
    return {Code::StartFailed,
            u"The Kafka topic \"%1\" is compacted (cleanup.policy): of each room's messages Kafka "
            "would keep the last alone. Let it keep them: kafka-configs.sh --alter --entity-type "
            "topics --entity-name %1 --add-config cleanup.policy=delete"_s.arg(topic),
            {}};
}

} // namespace

TopicWatch::TopicWatch(const KafkaSettings &settings)
    : m_topic(settings.topic)
    , m_interval(settings.metadataRefresh)
{
}

Result<void> TopicWatch::check(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline)
{
    m_next = QDeadlineTimer(m_interval);
    return judge(handle, has, needs, deadline);
}

void TopicWatch::look(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline)
{
    if (has >= needs && !m_next.hasExpired())
        return;
    m_next = QDeadlineTimer(m_interval);
    const auto judged = judge(handle, has, needs, deadline);
    setFault(judged ? QString() : judged.error().sentence);
}

Result<void> TopicWatch::judge(rd_kafka_t *handle, int has, int needs, QDeadlineTimer deadline)
{
    if (has < needs) {
        if (auto added = kafka::addPartitions(handle, m_topic, needs, deadline); !added)
            return added;
    }
    const auto settings = kafka::topicSettings(handle, m_topic, deadline);
    if (!settings) {
        // Whoever may not ask may write all the same.
        qCInfo(kafka::lcKafka).noquote() << settings.error().sentence;
        return {};
    }
    m_batchBytes = settings->recordBytes;
    if (settings->compacted)
        return compacted(m_topic);
    const bool small = settings->recordBytes > 0 && settings->recordBytes < largestRecord;
    if (small && !m_smallSaid) {
        qCWarning(kafka::lcKafka).noquote()
            << u"The Kafka topic \"%1\" takes records of %2 bytes at most (max.message.bytes), so "
               "long messages will be refused; %3 are enough for all: kafka-configs.sh --alter "
               "--entity-type topics --entity-name %1 --add-config max.message.bytes=1048588"_s
                   .arg(m_topic)
                   .arg(settings->recordBytes)
                   .arg(largestRecord);
    }
    m_smallSaid = small;
    return {};
}

void TopicWatch::setFault(const QString &fault)
{
    const std::scoped_lock lock(m_mutex);
    if (fault == m_fault)
        return;
    m_fault = fault;
    if (fault.isEmpty())
        qCInfo(kafka::lcKafka) << "The topic is as it has to be again.";
    else
        qCCritical(kafka::lcKafka).noquote() << fault;
}

QString TopicWatch::fault() const
{
    const std::scoped_lock lock(m_mutex);
    return m_fault;
}

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/topic_settings.h"

#include <algorithm>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

using ConfigResource =
    std::unique_ptr<rd_kafka_ConfigResource_t, Deleter<rd_kafka_ConfigResource_destroy>>;
using NewPartitions =
    std::unique_ptr<rd_kafka_NewPartitions_t, Deleter<rd_kafka_NewPartitions_destroy>>;

int remainingMs(const QDeadlineTimer &deadline)
{
    return static_cast<int>(std::clamp<qint64>(deadline.remainingTime(), 1, 60'000));
}

Error unknown(const QString &topic, const QString &why)
{
    return {Code::LogUnavailable,
            u"The settings of the Kafka topic \"%1\" are not known: %2."_s.arg(topic, why),
            {}};
}

Error tooFew(const QString &topic, int partitions, const QString &why)
{
    return {Code::StartFailed,
            u"The Kafka topic \"%1\" has fewer than the %2 partitions that its rooms live on, and "
            "they could not be added: %3. Add them (kafka-topics.sh --alter --topic %1 "
            "--partitions %2), or allow this program to."_s.arg(topic)
                .arg(partitions)
                .arg(why),
            {}};
}

} // namespace

Result<TopicSettings> topicSettings(rd_kafka_t *handle, const QString &topic,
                                    QDeadlineTimer deadline)
{
    const ConfigResource asked(
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.toUtf8().constData()));
    rd_kafka_ConfigResource_t *resources[] = {asked.get()};
    const Queue queue(rd_kafka_queue_new(handle));
    rd_kafka_DescribeConfigs(handle, resources, 1, nullptr, queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), remainingMs(deadline)));
    if (!event)
        return unknown(topic, u"no answer in time"_s);
    if (const auto error = rd_kafka_event_error(event.get()); error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unknown(topic, sentenceOf(error));
    std::size_t count = 0;
    const auto *found = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    if (count != 1)
        return unknown(topic, u"no answer"_s);
    if (const auto error = rd_kafka_ConfigResource_error(found[0]);
        error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unknown(topic, sentenceOf(error));
    TopicSettings settings;
    std::size_t entries = 0;
    const auto *entry = rd_kafka_ConfigResource_configs(found[0], &entries);
    for (std::size_t i = 0; i < entries; ++i) {
        const QByteArrayView name(rd_kafka_ConfigEntry_name(entry[i]));
        const char *text = rd_kafka_ConfigEntry_value(entry[i]);
        const QByteArray value(text ? text : "");
        if (name == "cleanup.policy")
            settings.compacted = value.contains("compact");
        else if (name == "max.message.bytes")
            settings.recordBytes = value.toLongLong();
    }
    return settings;
}

Result<void> addPartitions(rd_kafka_t *handle, const QString &topic, int partitions,
                           QDeadlineTimer deadline)
{
    char text[512];
    const NewPartitions wanted(rd_kafka_NewPartitions_new(
        topic.toUtf8().constData(), static_cast<std::size_t>(partitions), text, sizeof text));
    if (!wanted)
        return tooFew(topic, partitions, QString::fromUtf8(text));
    rd_kafka_NewPartitions_t *topics[] = {wanted.get()};
    const Queue queue(rd_kafka_queue_new(handle));
    rd_kafka_CreatePartitions(handle, topics, 1, nullptr, queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), remainingMs(deadline)));
    if (!event)
        return tooFew(topic, partitions, u"no answer in time"_s);
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return tooFew(topic, partitions,
                      QString::fromUtf8(rd_kafka_event_error_string(event.get())));
    std::size_t count = 0;
    const auto *results = rd_kafka_CreatePartitions_result_topics(
        rd_kafka_event_CreatePartitions_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto error = rd_kafka_topic_result_error(results[i]);
        // Another server may have been faster, which Kafka calls an invalid number.
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_INVALID_PARTITIONS)
            continue;
        const char *words = rd_kafka_topic_result_error_string(results[i]);
        return tooFew(topic, partitions, words ? QString::fromUtf8(words) : sentenceOf(error));
    }
    qCInfo(lcKafka).noquote() << "The topic" << topic << "was given partitions, up to"
                              << partitions;
    return {};
}

} // namespace samsa::kafka

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/topic.h"

#include <algorithm>
#include <thread>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

using namespace std::chrono_literals;

constexpr int replicationMost = 3;
constexpr char recordBytes[] = "1048588"; // Kafka's own default.

struct TopicState
{
    int partitions = 0;
    bool everyPartitionHasALeader = false;
    int brokers = 0;
};

int remainingMs(const QDeadlineTimer &deadline)
{
    return static_cast<int>(std::clamp<qint64>(deadline.remainingTime(), 1, 60'000));
}

Error unavailable(const QString &why)
{
    return {Code::LogUnavailable, u"Kafka does not answer: %1."_s.arg(why), 1s};
}

Result<TopicState> topicState(rd_kafka_t *handle, const QString &topic,
                              const QDeadlineTimer &deadline)
{
    const TopicHandle topicHandle(rd_kafka_topic_new(handle, topic.toUtf8().constData(), nullptr));
    if (!topicHandle)
        return unavailable(sentenceOf(rd_kafka_last_error()));
    const rd_kafka_metadata_t *raw = nullptr;
    const auto error = rd_kafka_metadata(handle, 0, topicHandle.get(), &raw, remainingMs(deadline));
    const Metadata metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unavailable(sentenceOf(error));

    TopicState state;
    state.brokers = metadata->broker_cnt;
    if (metadata->topic_cnt != 1)
        return state;
    const rd_kafka_metadata_topic_t &found = metadata->topics[0];
    if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
        || found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
        return state;
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error {
            Code::StartFailed,
            u"The Kafka topic \"%1\" cannot be used: %2."_s.arg(topic, sentenceOf(found.err)),
            {}};
    state.partitions = found.partition_cnt;
    state.everyPartitionHasALeader =
        std::all_of(found.partitions, found.partitions + found.partition_cnt,
                    [](const auto &partition) { return partition.leader >= 0; });
    return state;
}

Error cannotMake(const QString &topic, int partitions, const QString &why)
{
    return {Code::StartFailed,
            u"The Kafka topic \"%1\" does not exist and could not be made: %2. Make it with %3 "
            "partitions "
            "(kafka-topics.sh --create --topic %1 --partitions %3), or allow this program to."_s
                .arg(topic, why)
                .arg(partitions),
            {}};
}

Result<void> makeTopic(rd_kafka_t *handle, const KafkaSettings &settings, const QString &topic,
                       int partitions, int brokers, const QDeadlineTimer &deadline)
{
    const int replication =
        settings.replication > 0 ? settings.replication : std::clamp(brokers, 1, replicationMost);
    char text[512];
    const NewTopic newTopic(rd_kafka_NewTopic_new(topic.toUtf8().constData(), partitions,
                                                  replication, text, sizeof text));
    if (!newTopic)
        return cannotMake(topic, partitions, QString::fromUtf8(text));
    rd_kafka_NewTopic_set_config(
        newTopic.get(), "retention.ms",
        QByteArray::number(qint64(settings.retention.count())).constData());
    // Whatever the broker's own are: all records are to be kept, the longest message among them.
    rd_kafka_NewTopic_set_config(newTopic.get(), "cleanup.policy", "delete");
    rd_kafka_NewTopic_set_config(newTopic.get(), "max.message.bytes", recordBytes);
    // What is written to all the time is removed only when its segment ends, a week by default.
    if (settings.retention < std::chrono::days(1))
        rd_kafka_NewTopic_set_config(
            newTopic.get(), "segment.ms",
            QByteArray::number(qint64(settings.retention.count())).constData());
    // An acknowledged message is to survive the loss of a broker.
    if (replication >= replicationMost)
        rd_kafka_NewTopic_set_config(newTopic.get(), "min.insync.replicas", "2");

    const Queue queue(rd_kafka_queue_new(handle));
    rd_kafka_NewTopic_t *topics[] = {newTopic.get()};
    rd_kafka_CreateTopics(handle, topics, 1, nullptr, queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), remainingMs(deadline)));
    if (!event)
        return unavailable(u"no answer in time"_s);
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return cannotMake(topic, partitions,
                          QString::fromUtf8(rd_kafka_event_error_string(event.get())));
    std::size_t count = 0;
    const rd_kafka_topic_result_t **results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto error = rd_kafka_topic_result_error(results[i]);
        // Another server may have been faster.
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            continue;
        const char *words = rd_kafka_topic_result_error_string(results[i]);
        return cannotMake(topic, partitions, words ? QString::fromUtf8(words) : sentenceOf(error));
    }
    qCInfo(lcKafka).noquote() << "Made the topic" << topic << "with" << partitions
                              << "partitions and" << replication << "replicas";
    return {};
}

} // namespace

Result<int> partitionCount(rd_kafka_t *handle, const QString &topic, QDeadlineTimer deadline)
{
    const auto state = topicState(handle, topic, deadline);
    if (!state)
        return state.error();
    return state->partitions;
}

Result<int> ensureTopic(rd_kafka_t *handle, const KafkaSettings &settings, const QString &topic,
                        int partitions, QDeadlineTimer deadline)
{
    bool made = false;
    for (;;) {
        const auto state = topicState(handle, topic, deadline);
        if (!state)
            return Error {Code::StartFailed, state.error().sentence, {}};
        if (state->partitions > 0 && state->everyPartitionHasALeader)
            return state->partitions;
        if (state->partitions == 0 && !made) {
            if (const auto done =
                    makeTopic(handle, settings, topic, partitions, state->brokers, deadline);
                !done)
                return Error {Code::StartFailed, done.error().sentence, {}};
            made = true;
            continue;
        }
        if (deadline.hasExpired()) {
            return Error {Code::StartFailed,
                          u"The Kafka topic \"%1\" has partitions without a leader."_s.arg(topic),
                          {}};
        }
        std::this_thread::sleep_for(50ms);
    }
}

Result<Watermarks> watermarksOf(rd_kafka_t *handle, const QString &topic, int partition,
                                QDeadlineTimer deadline)
{
    Watermarks marks;
    int64_t low = 0;
    int64_t high = 0;
    const auto error = rd_kafka_query_watermark_offsets(
        handle, topic.toUtf8().constData(), partition, &low, &high, remainingMs(deadline));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unavailable(sentenceOf(error));
    marks.low = low;
    marks.high = high;
    return marks;
}

} // namespace samsa::kafka

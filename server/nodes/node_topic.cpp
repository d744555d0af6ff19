// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/nodes/node_topic.h"

#include "server/kafka/topic.h"

#include <array>

namespace samsa::nodes {

using namespace std::chrono_literals;
using protocol::Result;

namespace {

constexpr auto patience = 2s;
constexpr auto pauseBetweenAttempts = 200ms;
constexpr auto pollPatience = 100ms;
constexpr int recordsAtOnce = 500;

} // namespace

NodeTopic::NodeTopic(KafkaSettings settings, Hooks hooks)
    : m_settings(std::move(settings))
    , m_hooks(std::move(hooks))
{
    m_settings.topic = m_settings.presenceTopic();
    m_settings.retention = std::chrono::minutes(10);
}

NodeTopic::~NodeTopic()
{
    stop();
}

Result<void> NodeTopic::start()
{
    if (auto opened = m_consumer.open(m_settings); !opened)
        return opened;
    if (auto opened = openProducer(); !opened)
        return opened;
    m_thread = std::thread([this] { run(); });
    return {};
}

Result<void> NodeTopic::openProducer()
{
    auto configuration = kafka::configurationFor(m_settings, RD_KAFKA_PRODUCER);
    if (!configuration)
        return configuration.error();
    auto producer = kafka::makeHandle(RD_KAFKA_PRODUCER, std::move(configuration).value());
    if (!producer)
        return producer.error();
    kafka::Handle before = std::move(producer).value();
    {
        const std::scoped_lock lock(m_producerGuard);
        std::swap(m_producer, before);
    }
    kafka::abandonHandle(std::move(before));
    return {};
}

void NodeTopic::stop()
{
    m_stop = true;
    if (!m_thread.joinable())
        return;
    m_consumer.wake();
    m_thread.join();
}

void NodeTopic::run()
{
    bool reading = false;
    bool said = false;
    while (!m_stop) {
        if (!reading) {
            const auto begun = begin();
            reading = begun.ok();
            if (reading)
                m_hooks.begun();
            else if (!std::exchange(said, true))
                qCWarning(kafka::lcKafka).noquote()
                    << "Who is present and who types at other nodes is not known:"
                    << begun.error().sentence;
            else
                std::this_thread::sleep_for(pauseBetweenAttempts);
            continue;
        }
        keepProducer();
        const kafka::Consumer::Poll poll = m_consumer.poll(recordsAtOnce, pollPatience);
        for (const kafka::Message &record : poll.records)
            m_hooks.heard(QByteArray(static_cast<const char *>(record->payload),
                                     static_cast<qsizetype>(record->len)));
        // Retention took what nobody heard, or the topic was made anew: go on with what comes.
        reading = poll.lost.isEmpty();
    }
}

/// Serves it, and makes it anew when it cannot go on.
void NodeTopic::keepProducer()
{
    rd_kafka_poll(m_producer.get(), 0);
    char text[512];
    if (rd_kafka_fatal_error(m_producer.get(), text, sizeof text) == RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    qCInfo(kafka::lcKafka) << "The other nodes are told by a new producer:" << text;
    if (const auto opened = openProducer(); !opened)
        qCWarning(kafka::lcKafka).noquote() << opened.error().sentence;
}

/// Reads on from where the topic ends now.
Result<void> NodeTopic::begin()
{
    const auto partitions = kafka::ensureTopic(m_consumer.handle(), m_settings, m_settings.topic, 1,
                                               QDeadlineTimer(patience));
    if (!partitions)
        return partitions.error();
    const auto marks =
        kafka::watermarksOf(m_consumer.handle(), m_settings.topic, 0, QDeadlineTimer(patience));
    if (!marks)
        return marks.error();
    return m_consumer.readFrom(0, marks->high);
}

void NodeTopic::send(const QByteArray &record)
{
    const QByteArray topic = m_settings.topic.toUtf8();
    std::array<rd_kafka_vu_t, 4> fields {};
    fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    fields[0].u.cstr = topic.constData();
    fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[1].u.i32 = 0;
    fields[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[2].u.i = RD_KAFKA_MSG_F_COPY;
    fields[3].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[3].u.mem = {const_cast<char *>(record.constData()),
                       static_cast<std::size_t>(record.size())};
    const std::scoped_lock lock(m_producerGuard);
    const kafka::ErrorPtr failure(
        rd_kafka_produceva(m_producer.get(), fields.data(), fields.size()));
    if (failure)
        qCDebug(kafka::lcKafka) << "The other nodes were not told:"
                                << rd_kafka_error_string(failure.get());
}

} // namespace samsa::nodes

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/marker.h"
#include "tests/bench/modes.h"
#include "tests/bench/report.h"
#include "tests/bench/samples.h"
#include "tests/bench/samsa_setup.h"

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace samsa::bench {

namespace {

using Settings = std::vector<std::pair<const char *, std::string>>;

struct Destroy
{
    void operator()(rd_kafka_topic_t *topic) const { rd_kafka_topic_destroy(topic); }
    void operator()(rd_kafka_t *handle) const { rd_kafka_destroy(handle); }
    void operator()(rd_kafka_topic_partition_list_t *list) const
    {
        rd_kafka_topic_partition_list_destroy(list);
    }
};

using Handle = std::unique_ptr<rd_kafka_t, Destroy>;

Handle client(rd_kafka_type_t type, const Settings &settings)
{
    char error[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    for (const auto &[name, value] : settings)
        if (rd_kafka_conf_set(configuration, name, value.c_str(), error, sizeof error)
            != RD_KAFKA_CONF_OK)
            giveUp(error);
    Handle handle(rd_kafka_new(type, configuration, error, sizeof error));
    if (!handle)
        giveUp(error);
    return handle;
}

void createTopic(rd_kafka_t *handle, const std::string &name)
{
    char error[256];
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(name.c_str(), 1, 1, error, sizeof error);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_CreateTopics(handle, &topic, 1, nullptr, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 20'000);
    if (!event || rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR)
        giveUp("the topic cannot be made");
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(topic);
}

} // namespace

/// Produce to consume through librdkafka alone, with the server's settings, at an even rate: what
/// live delivery over Kafka cannot do without.
int measureRawKafka(const Flags &flags)
{
    const std::string brokers = flags.text("kafka", "127.0.0.1:9092");
    const std::string topic = flags.text("topic", "raw-" + std::to_string(now()));
    const std::string wait = flags.text("fetch-wait-ms", "50");
    const double rate = flags.number("rate", 100);
    const double duration = flags.number("seconds", 5);
    const double warmUp = flags.number("warm-up", 1);
    const int bytes = flags.count("bytes", 300);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const Handle producer = client(RD_KAFKA_PRODUCER,
                                   {{"bootstrap.servers", brokers},
                                    {"acks", "all"},
                                    {"enable.idempotence", "true"},
                                    {"linger.ms", "0"},
                                    {"socket.nagle.disable", "true"}});
    createTopic(producer.get(), topic);
    const Handle consumer = client(RD_KAFKA_CONSUMER,
                                   {{"bootstrap.servers", brokers},
                                    {"group.id", "samsa-bench"},
                                    {"fetch.wait.max.ms", wait},
                                    {"fetch.min.bytes", "1"},
                                    {"fetch.error.backoff.ms", "50"},
                                    {"enable.auto.commit", "false"},
                                    {"socket.nagle.disable", "true"}});
    rd_kafka_poll_set_consumer(consumer.get());
    const std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy> partitions(
        rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(partitions.get(), topic.c_str(), 0)->offset = 0;
    rd_kafka_assign(consumer.get(), partitions.get());

    const auto total = std::uint64_t((warmUp + duration) * rate);
    const auto ignored = std::uint64_t(warmUp * rate);
    std::vector<std::atomic<Nanoseconds>> sentAt(total);
    Samples times;
    std::atomic<std::uint64_t> received = 0;
    std::thread reader([&] {
        MarkerFinder finder;
        const Nanoseconds deadline = now() + fromSeconds(warmUp + duration + 20);
        while (received < total && now() < deadline) {
            rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer.get(), 1000);
            if (!message)
                continue;
            std::uint64_t number = 0;
            const std::string_view value(static_cast<const char *>(message->payload), message->len);
            if (!message->err && finder.find(value, number)) {
                ++received;
                if (number >= ignored)
                    times.add(now() - sentAt[number]);
            }
            rd_kafka_message_destroy(message);
        }
    });
    const std::unique_ptr<rd_kafka_topic_t, Destroy> records(
        rd_kafka_topic_new(producer.get(), topic.c_str(), nullptr));
    // The first message waits for the producer's id and the topic's metadata; it is in the warm-up.
    const Nanoseconds started = now();
    for (std::uint64_t number = 0; number < total; ++number) {
        const Nanoseconds due = started + fromSeconds(double(number) / rate);
        const timespec time {due / oneSecond, due % oneSecond};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
        const std::string value = markedText(number, std::size_t(bytes));
        sentAt[number] = now();
        if (rd_kafka_produce(records.get(), 0, RD_KAFKA_MSG_F_COPY,
                             const_cast<char *>(value.data()), value.size(), nullptr, 0, nullptr)
            != 0)
            giveUp(rd_kafka_err2str(rd_kafka_last_error()));
        rd_kafka_poll(producer.get(), 0);
    }
    rd_kafka_flush(producer.get(), 10'000);
    reader.join();

    Report report("raw-kafka");
    report.number("rate", rate, "messages/s", 0);
    report.number("bytes", bytes, "", 0);
    report.number("p50_ms", times.milliseconds(0.5), "ms", 3);
    report.number("p99_ms", times.milliseconds(0.99), "ms", 3);
    report.number("missing", double(total) - double(received), "", 0);
    return report.finish(json) && received == total ? 0 : 1;
}

} // namespace samsa::bench

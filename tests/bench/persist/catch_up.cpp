// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/persist/catch_up.h"

#include "server/log/kafka/kafka_producer.h"
#include "server/persist/persister.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"

#include <QElapsedTimer>

#include <chrono>
#include <thread>

using namespace Qt::Literals::StringLiterals;

namespace samsa::bench {

using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using store::Result;

namespace {

constexpr int partitions = 12;
constexpr auto patience = 120s;
constexpr auto look = 5ms;

Error failed(const QString &what)
{
    return {Code::StartFailed, what, {}};
}

Result<void> putOnTheTopic(const KafkaSettings &settings, const Entries &entries)
{
    std::atomic<qint64> stored = 0;
    log::KafkaProducer producer(settings, [&stored](quint64, const auto &) { ++stored; });
    if (auto opened = producer.open(QDeadlineTimer(patience)); !opened)
        return opened;
    const QDeadlineTimer deadline(patience);
    const auto wait = [&deadline] {
        std::this_thread::sleep_for(look);
        return !deadline.hasExpired();
    };
    quint64 ticket = 0;
    for (const EntryPtr &entry : entries) {
        const log::KafkaRecord record = log::toRecord({.id = entry->id,
                                                       .room = entry->room,
                                                       .nickname = entry->nickname,
                                                       .text = entry->text,
                                                       .time = entry->time});
        while (!producer.produce(record, ticket))
            if (!wait()) // Its queue is full for a moment.
                return failed(u"Kafka takes no records."_s);
        ++ticket;
    }
    while (stored < std::ssize(entries))
        if (!wait())
            return failed(u"Kafka did not confirm all records."_s);
    return {};
}

} // namespace

Result<double> catchUp(const QString &databaseUrl, const Entries &entries)
{
    KafkaSettings settings;
    settings.brokers = test::KafkaBroker::shared().address();
    settings.topic = test::KafkaBroker::newTopicName();
    settings.partitions = partitions;
    test::KafkaTool(settings.brokers).makeTopic(settings.topic, partitions);
    if (const auto put = putOnTheTopic(settings, entries); !put)
        return put.error();
    persist::Persister persister(settings, databaseUrl);
    QElapsedTimer timer;
    timer.start();
    if (const auto started = persister.start(); !started)
        return started.error();
    const QDeadlineTimer deadline(patience);
    while (persister.counters().persisted < std::ssize(entries)) {
        if (deadline.hasExpired())
            return failed(u"The persister did not catch up in time."_s);
        std::this_thread::sleep_for(look);
    }
    return double(timer.nsecsElapsed()) / 1e9;
}

} // namespace samsa::bench

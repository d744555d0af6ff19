// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/log/kafka/kafka_log.h"
#include "tests/support/kafka_broker.h"

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

void KafkaTestbed::renew()
{
    renewFor(KafkaBroker::shared().address());
}

void KafkaTestbed::renewFor(const QString &brokers)
{
    LogTestbed::renew();
    settings = {};
    settings.brokers = brokers;
    settings.topic = KafkaBroker::newTopicName();
    settings.partitions = 3;
    withPersister = true;
}

std::unique_ptr<log::MessageLog> KafkaTestbed::makeLog(Node &node, int appendLimit)
{
    settings.appendLimit = appendLimit;
    if (withPersister) {
        node.persister = std::make_shared<persist::Persister>(settings, databaseUrl());
        if (const auto started = node.persister->start(); !started)
            qFatal("The persister did not start: %s", qPrintable(started.error().sentence));
    }
    // As the server does it: what the tail does not know yet is looked for in the database, once.
    const auto known = std::make_shared<QHash<QUuid, RoomRef>>(); // Asked in the reader's thread.
    const auto resolve = [&node, known](const QUuid &id) -> std::optional<RoomRef> {
        if (const auto room = known->constFind(id); room != known->cend())
            return *room;
        const auto row = node.questions.findRoom(id);
        if (!row || !*row)
            return std::nullopt;
        node.tail.addRoom((*row)->ref, (*row)->lastPosition, (*row)->lastChange);
        known->insert(id, (*row)->ref);
        return (*row)->ref;
    };
    return std::make_unique<log::KafkaLog>(settings, node.tail, node.questions, resolve);
}

log::KafkaLog &KafkaTestbed::logOf(Node &node)
{
    return static_cast<log::KafkaLog &>(*node.log);
}

QByteArray valueFor(const RoomRef &room, const QString &text, std::optional<QUuid> id)
{
    return protocol::writeMessageRecord(
        {.id = id, .room = room.id, .nickname = u"kcat"_s, .text = text, .time = std::nullopt});
}

KafkaTool::Record recordFor(const RoomRef &room, const QByteArray &value)
{
    return {.partition = room.partition,
            .key = protocol::writeId(room.id),
            .value = value,
            .headers = KafkaTool::messageHeaders()};
}

} // namespace samsa::test

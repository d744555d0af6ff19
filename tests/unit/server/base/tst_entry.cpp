// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/messages.h"

#include <QTest>

#include <librdkafka/rdkafka.h>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;

class TestEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesTheJsonThatClientsReceive();
    void pinsARoomWhereKafkasOwnPartitionerPutsItsKey();
    void pinsToTheOnlyPartitionThereIs();
};

void TestEntry::carriesTheJsonThatClientsReceive()
{
    NewMessage message = test::messageTo({QUuid::createUuid(), 7, 3}, u"Grüße, \"du\"\n😀"_s);
    message.time = fromMilliseconds(1'700'000'000'123);

    const EntryPtr entry = makeEntry(message, 12);

    const auto parsed = protocol::parseMessage(entry->json);
    QVERIFY(parsed.ok());
    QCOMPARE(parsed->id, message.id);
    QCOMPARE(parsed->room, message.room.id);
    QCOMPARE(parsed->position, 12);
    QCOMPARE(parsed->nickname, u"ann"_s);
    QCOMPARE(parsed->text, QString::fromUtf8(message.text));
    QCOMPARE(parsed->time.toMSecsSinceEpoch(), 1'700'000'000'123);
    QCOMPARE(entry->room, message.room);
}

void TestEntry::pinsARoomWhereKafkasOwnPartitionerPutsItsKey()
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, text, sizeof text);
    QVERIFY(handle);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(handle, "any", nullptr);
    for (int i = 0; i < 200; ++i) {
        const QUuid room = QUuid::createUuid();
        const QByteArray key = protocol::writeId(room);
        const int theirs = rd_kafka_msg_partitioner_murmur2(
            topic, key.constData(), static_cast<size_t>(key.size()), 12, nullptr, nullptr);
        QCOMPARE(partitionFor(room, 12), theirs);
    }
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(handle);
}

void TestEntry::pinsToTheOnlyPartitionThereIs()
{
    QCOMPARE(partitionFor(QUuid::createUuid(), 1), 0);
    QCOMPARE(partitionFor(QUuid::createUuid(), 0), 0);
}

QTEST_GUILESS_MAIN(TestEntry)
#include "tst_entry.moc"

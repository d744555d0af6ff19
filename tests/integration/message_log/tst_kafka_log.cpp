// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/log/kafka/kafka_log.h"
#include "server/store/database.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/messages.h"

#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

/// What is Kafka's own, with other producers and other nodes on the same topic.
class TestKafkaLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void deliversWhatAnotherProducerWrites();
    void givesTheSameIdToARecordWithoutOneEverywhere();
    void leavesOutRecordsThatAreWrong_data();
    void leavesOutRecordsThatAreWrong();
    void writesRecordsThatOthersCanRead();
    void showsTwoNodesTheSameOrder();
    void makesOneMessageOfAnIdThatTwoNodesSend();
    void refusesTheSecondOfTwoPeopleWhoSendOneIdAtTwoNodes();
    void dropsACopyThatItReadsAfterARestart();
    void tellsOtherNodesOfARoom();

private:
    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
};

void TestKafkaLog::init()
{
    m_testbed.renew();
}

void TestKafkaLog::deliversWhatAnotherProducerWrites()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    KafkaTool::Record record =
        recordFor(room, valueFor(room, u"from outside"_s, QUuid::createUuid()));
    record.timestamp = 1'700'000'000'123;

    const qint64 offset = m_tool.produce(m_testbed.settings.topic, record);

    QVERIFY(node->probe.waitForEntries(1));
    const EntryPtr entry = node->probe.entries().front();
    QCOMPARE(entry->text, QByteArray("from outside"));
    QCOMPARE(entry->nickname, QByteArray("kcat"));
    QCOMPARE(entry->room, room);
    QCOMPARE(entry->position, offset + 1);
    QCOMPARE(entry->time, Timestamp(1'700'000'000'123ms));
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE((*node->questions.findRoom(room.id))->lastNickname, u"kcat"_s);
}

void TestKafkaLog::givesTheSameIdToARecordWithoutOneEverywhere()
{
    const auto one = m_testbed.open();
    QVERIFY(one);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    const auto two = m_testbed.open();
    QVERIFY(two);

    for (int i = 0; i < 2; ++i)
        m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, u"no id"_s)));

    QVERIFY(one->probe.waitForEntries(2) && two->probe.waitForEntries(2));
    QVERIFY(one->probe.entries()[0]->id != one->probe.entries()[1]->id);
    QCOMPARE(one->probe.entries()[0]->id, two->probe.entries()[0]->id);
    QVERIFY(one->waitUntilPersisted());
    QVERIFY(one->questions.findMessages(room, {one->probe.entries()[1]->id})->size() == 1);
}

void TestKafkaLog::leavesOutRecordsThatAreWrong_data()
{
    using Spoil = std::function<void(KafkaTool::Record &)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("reason");
    const auto value = [](const QByteArray &json) {
        return Spoil([json](auto &record) { record.value = json; });
    };
    QTest::newRow("no headers") << Spoil([](auto &record) { record.headers.clear(); })
                                << u"schema"_s;
    QTest::newRow("another schema")
        << Spoil([](auto &record) { record.headers[0].second = "samsa.event.v9"; }) << u"schema"_s;
    QTest::newRow("another type") << Spoil([](auto &record) { record.headers[1].second = "poem"; })
                                  << u"type"_s;
    QTest::newRow("no value") << value({}) << QString();
    QTest::newRow("no JSON") << value("hello") << QString();
    QTest::newRow("no fields") << value("{}") << QString();
    QTest::newRow("unknown room") << value(valueFor({QUuid::createUuid(), 0, 0}, u"hello"_s))
                                  << u"no room"_s;
    // What is in our form is brought where it belongs (tst_misplaced_records).
    QTest::newRow("another partition, and no text") << Spoil([](auto &record) {
        record.partition = (record.partition + 1) % 3;
        record.value = "{}";
    }) << QString();
    QTest::newRow("another partition, as if a server had written it") << Spoil([](auto &record) {
        record.partition = (record.partition + 1) % 3;
        record.headers.append(std::pair(QByteArray("by"), QByteArray("samsa")));
    }) << u"partition"_s;
    QTest::newRow("room without fields") << Spoil([](auto &record) {
        record.headers[1].second = "room";
        record.value = "{}";
    }) << QString();
    QTest::newRow("unknown room announced") << Spoil([](auto &record) {
        record.headers[1].second = "room";
        record.value = protocol::writeRoomRecord({.id = QUuid::createUuid(),
                                                  .name = u"Attic"_s,
                                                  .creator = u"kcat"_s,
                                                  .created = QDateTime::currentDateTimeUtc(),
                                                  .partition = record.partition});
    }) << u"no room"_s;
}

void TestKafkaLog::leavesOutRecordsThatAreWrong()
{
    QFETCH(const std::function<void(KafkaTool::Record &)>, spoil);
    QFETCH(const QString, reason);
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    KafkaTool::Record record = recordFor(room, valueFor(room, u"hello"_s));
    spoil(record);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not delivered"_s));

    const qint64 offset = m_tool.produce(m_testbed.settings.topic, record);
    QVERIFY(LogProbe::send(*node->log, messageTo(room, u"after it"_s)).ok());

    QTRY_COMPARE(KafkaTestbed::logOf(*node).counters().wrong, 1);
    QTRY_COMPARE(node->persister->counters().dead, 1);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"after it"_s}));
    QCOMPARE((*node->questions.findRoom(room.id))->messageCount, 1);
    const auto dead = m_tool.readAll(m_testbed.settings.deadTopic());
    QCOMPARE(dead.size(), 1);
    QCOMPARE(dead[0].key, record.key);
    QCOMPARE(dead[0].value, record.value);
    QCOMPARE(dead[0].header("schema"), record.header("schema"));
    QCOMPARE(dead[0].header("source-partition"), QByteArray::number(record.partition));
    QCOMPARE(dead[0].header("source-offset"), QByteArray::number(offset));
    QVERIFY(!dead[0].header("reason").isEmpty());
    QVERIFY2(dead[0].header("reason").contains(reason.toUtf8()),
             dead[0].header("reason").constData());
}

void TestKafkaLog::writesRecordsThatOthersCanRead()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"Grüße"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());

    const auto records = m_tool.readAll(m_testbed.settings.topic);

    QCOMPARE(records.size(), 2);
    for (const auto &record : records) {
        QCOMPARE(record.key, protocol::writeId(room.id));
        QCOMPARE(record.partition, room.partition);
        QCOMPARE(record.header("schema"), QByteArray("samsa.event.v1"));
    }
    QCOMPARE(records[0].header("type"), QByteArray("room"));
    QCOMPARE(protocol::parseRoomRecord(records[0].value)->name, u"Garden"_s);
    QCOMPARE(protocol::parseRoomRecord(records[0].value)->partition, room.partition);
    QCOMPARE(records[1].header("type"), QByteArray("message"));
    const auto parsed = protocol::parseMessageRecord(records[1].value);
    QCOMPARE(parsed->id, message.id);
    QCOMPARE(parsed->text, u"Grüße"_s);
    QCOMPARE(parsed->time->toMSecsSinceEpoch(), toMilliseconds(message.time));
}

void TestKafkaLog::showsTwoNodesTheSameOrder()
{
    constexpr int each = 300;
    const auto one = m_testbed.open();
    QVERIFY(one);
    const QList<RoomRef> rooms {one->makeRoom(u"Garden"_s), one->makeRoom(u"Kitchen"_s)};
    const auto two = m_testbed.open();
    QVERIFY(two);
    std::vector<std::thread> senders;
    for (Node *node : {one.get(), two.get()}) {
        senders.emplace_back([node, &rooms] {
            for (int i = 0; i < each; ++i)
                node->log->append(messageTo(rooms[i % 2], QString::number(i)),
                                  node->probe.answer());
        });
    }
    for (auto &sender : senders)
        sender.join();

    for (Node *node : {one.get(), two.get()}) {
        QVERIFY(node->probe.waitForAnswers(each));
        QVERIFY(node->probe.waitForEntries(2 * each));
        QVERIFY(!node->probe.sawDisorder());
        QCOMPARE(node->probe.answersBeforeDelivery(), 0);
        QVERIFY(node->waitUntilPersisted());
    }
    for (const RoomRef &room : rooms) {
        const auto seen = one->probe.entries(room);
        const auto alsoSeen = two->probe.entries(room);
        QCOMPARE(positionsOf(alsoSeen), positionsOf(seen));
        QCOMPARE(textsOf(alsoSeen), textsOf(seen));
        QCOMPARE(positionsOf(one->readUpwards(room)), positionsOf(seen));
        QCOMPARE((*one->questions.findRoom(room.id))->messageCount, each);
    }
    // Two persisters wrote to one database, each message once.
    QTRY_COMPARE(one->persister->counters().persisted + two->persister->counters().persisted,
                 2 * each);
}

void TestKafkaLog::makesOneMessageOfAnIdThatTwoNodesSend()
{
    constexpr int count = 50;
    const auto one = m_testbed.open();
    QVERIFY(one);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    const auto two = m_testbed.open();
    QVERIFY(two);
    for (int i = 0; i < count; ++i) {
        const NewMessage message = messageTo(room, QString::number(i));
        one->log->append(message, one->probe.answer());
        two->log->append(message, two->probe.answer());
    }

    QVERIFY(one->probe.waitForAnswers(count) && two->probe.waitForAnswers(count));

    // An answer waits for its own record to be acknowledged too, so they may come in another order.
    const auto placesOf = [](const Node &node) {
        QList<qint64> places;
        for (const auto &answer : node.probe.answers())
            places.append(answer.ok() ? answer->position : -1);
        std::sort(places.begin(), places.end());
        return places;
    };
    QCOMPARE(placesOf(*one), placesOf(*two));
    QCOMPARE(placesOf(*one), positionsOf(one->probe.entries()));
    QCOMPARE(positionsOf(two->probe.entries()), positionsOf(one->probe.entries()));
    QCOMPARE(one->probe.entries().size(), std::size_t(count));
    QVERIFY(one->waitUntilPersisted());
    QCOMPARE((*one->questions.findRoom(room.id))->messageCount, count);
}

void TestKafkaLog::refusesTheSecondOfTwoPeopleWhoSendOneIdAtTwoNodes()
{
    constexpr std::size_t count = 50;
    const auto one = m_testbed.open();
    QVERIFY(one);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    const auto two = m_testbed.open();
    QVERIFY(two);
    // One after the other, so that the answers are in order.
    for (std::size_t i = 0; i < count; ++i) {
        const NewMessage message = messageTo(room, u"said"_s);
        NewMessage other = message;
        other.nickname = "bob";
        one->log->append(message, one->probe.answer());
        two->log->append(other, two->probe.answer());
        QVERIFY(one->probe.waitForAnswers(i + 1) && two->probe.waitForAnswers(i + 1));
    }

    QVERIFY(one->probe.waitForEntries(count) && two->probe.waitForEntries(count));
    QCOMPARE(one->probe.entries().size(), count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto ann = one->probe.answers()[i];
        const auto bob = two->probe.answers()[i];
        const EntryPtr entry = one->probe.entries()[i];
        QCOMPARE(ann.ok(), entry->nickname == "ann");
        QCOMPARE(bob.ok(), entry->nickname == "bob");
        QCOMPARE((ann ? bob : ann).error().code, Code::MessageIdTaken);
        QCOMPARE((ann ? ann : bob)->position, entry->position);
    }
}

void TestKafkaLog::dropsACopyThatItReadsAfterARestart()
{
    const QUuid id = QUuid::createUuid();
    RoomRef room;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, u"hello"_s, id)));
        QVERIFY(node->probe.waitForEntries(1));
        QVERIFY(node->waitUntilPersisted());
    }
    m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, u"hello"_s, id)));

    const auto node = m_testbed.open();

    QVERIFY(node);
    QVERIFY(node->probe.entries().empty());
    QCOMPARE(KafkaTestbed::logOf(*node).counters().duplicates, 1);
    NewMessage again = messageTo(room, u"hello"_s);
    again.id = id;
    QCOMPARE(LogProbe::send(*node->log, again).error().code, Code::MessageIdTaken);
    again.nickname = "kcat";
    QCOMPARE(LogProbe::send(*node->log, again)->position,
             (*node->questions.findRoom(room.id))->lastPosition);
    QCOMPARE(node->readUpwards(room).size(), 1u);
}

void TestKafkaLog::tellsOtherNodesOfARoom()
{
    const auto one = m_testbed.open();
    QVERIFY(one);
    const auto two = m_testbed.open();
    QVERIFY(two);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    QVERIFY(LogProbe::send(*one->log, messageTo(room, u"hello"_s)).ok());

    // The message comes live, or was stored already when the room was loaded from the database.
    QTRY_COMPARE(textsOf(two->readUpwards(room)), QStringList({u"hello"_s}));
    QTRY_COMPARE(two->probe.rooms().size(), 1u);
    QCOMPARE(two->probe.rooms()[0].room, room);
    QVERIFY(two->tail.knows(room.id));
    QVERIFY(LogProbe::send(*one->log, messageTo(room, u"again"_s)).ok());
    QTRY_COMPARE(textsOf(two->probe.entries()).value(two->probe.entries().size() - 1), u"again"_s);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaLog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_log.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/log/kafka/kafka_log.h"
#include "server/store/database.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/messages.h"
#include "tests/support/server_program.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;

/// Other people's records that are right but for their partition, since their producer chooses it
/// in another way than Java's.
class TestMisplacedRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void bringsWhatIsElsewhere_data();
    void bringsWhatIsElsewhere();
    void bringsAChange();
    void keepsAnIdOnceWhereverItIs();
    void bringsItAgainWithoutSayingItTwice();
    void isThereOnceHoweverOftenThePersisterIsKilled();
    void readsAnyKey_data();
    void readsAnyKey();

private:
    KafkaTool::Record misplaced(const QByteArray &value) const
    {
        KafkaTool::Record record = recordFor(m_room, value);
        record.partition = (m_room.partition + 1) % m_testbed.settings.partitions;
        return record;
    }
    QList<KafkaTool::Record> brought()
    {
        auto records = m_tool.readAll(m_testbed.settings.topic);
        records.removeIf(
            [](const auto &record) { return record.header("source-offset").isEmpty(); });
        return records;
    }
    qint64 stored() { return (*m_node->questions.findRoom(m_room.id))->messageCount; }

    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
    std::unique_ptr<Node> m_node;
    RoomRef m_room;
};

void TestMisplacedRecords::init()
{
    m_node.reset();
    m_testbed.renew();
    m_node = m_testbed.open();
    QVERIFY(m_node);
    m_room = m_node->makeRoom(u"Garden"_s);
}

void TestMisplacedRecords::bringsWhatIsElsewhere_data()
{
    QTest::addColumn<std::optional<QUuid>>("id");
    QTest::newRow("with an id") << std::optional(protocol::makeMessageId());
    QTest::newRow("with an id of another kind") << std::optional(QUuid::createUuid());
    QTest::newRow("without an id") << std::optional<QUuid>();
}

void TestMisplacedRecords::bringsWhatIsElsewhere()
{
    QFETCH(const std::optional<QUuid>, id);
    KafkaTool::Record record = misplaced(valueFor(m_room, u"Grüße"_s, id));
    record.timestamp = QDateTime::currentMSecsSinceEpoch() - 5000;

    const qint64 offset = m_tool.produce(m_testbed.settings.topic, record);

    QVERIFY(m_node->probe.waitForEntries(1));
    const EntryPtr entry = m_node->probe.entries().front();
    QCOMPARE(entry->text, "Grüße");
    QCOMPARE(entry->nickname, "kcat");
    QCOMPARE(toMilliseconds(entry->time), record.timestamp);
    QVERIFY(!entry->id.isNull());
    QVERIFY(!id || entry->id == *id);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(stored(), 1);
    QCOMPARE(m_node->persister->counters().brought, 1);
    QCOMPARE(m_node->persister->counters().dead, 0);
    QCOMPARE(KafkaTestbed::logOf(*m_node).counters().wrong, 0);
    const auto copies = brought();
    QCOMPARE(copies.size(), 1);
    QCOMPARE(copies[0].partition, m_room.partition);
    QCOMPARE(copies[0].offset + 1, entry->position);
    QCOMPARE(copies[0].key, protocol::writeId(m_room.id));
    QCOMPARE(copies[0].header("schema"), QByteArray("samsa.event.v1"));
    QCOMPARE(copies[0].header("type"), QByteArray("message"));
    QCOMPARE(copies[0].header("source-partition"), QByteArray::number(record.partition));
    QCOMPARE(copies[0].header("source-offset"), QByteArray::number(offset));
    QCOMPARE(protocol::parseMessageRecord(copies[0].value)->id, entry->id);
}

void TestMisplacedRecords::bringsAChange()
{
    const NewMessage message = messageTo(m_room, u"Tee?"_s);
    QVERIFY(LogProbe::send(*m_node->log, message).ok());
    KafkaTool::Record edit = misplaced(protocol::writeEventRecord(
        {.room = m_room.id, .nickname = u"ann"_s, .target = message.id, .text = u"Tea?"_s}));
    edit.headers[1].second = "edit";

    m_tool.produce(m_testbed.settings.topic, edit);

    QVERIFY(m_node->probe.waitForEntries(2));
    QCOMPARE(textsOf(m_node->readUpwards(m_room)).join(u'|'), u"Tea?"_s);
    QTRY_COMPARE(m_node->persister->counters().changes, 1);
}

void TestMisplacedRecords::keepsAnIdOnceWhereverItIs()
{
    const QUuid id = protocol::makeMessageId();
    m_tool.produce(m_testbed.settings.topic, recordFor(m_room, valueFor(m_room, u"one"_s, id)));
    QVERIFY(m_node->probe.waitForEntries(1));
    m_tool.produce(m_testbed.settings.topic, misplaced(valueFor(m_room, u"two"_s, id)));
    QTRY_COMPARE(m_node->persister->counters().brought, 1);
    QTRY_COMPARE(KafkaTestbed::logOf(*m_node).counters().duplicates, 1);
    QVERIFY(LogProbe::send(*m_node->log, messageTo(m_room, u"three"_s)).ok());

    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"one|three"_s);
    QCOMPARE(stored(), 2);
}

/// As after a kill between the copy and the commit of where the persister is.
void TestMisplacedRecords::bringsItAgainWithoutSayingItTwice()
{
    const auto record = misplaced(valueFor(m_room, u"hello"_s));
    const qint64 offset = m_tool.produce(m_testbed.settings.topic, record);
    QVERIFY(m_node->probe.waitForEntries(1));
    QVERIFY(m_node->waitUntilPersisted());
    const qint64 position = m_node->probe.entries()[0]->position;
    m_node->persister->stop();
    {
        const auto database =
            store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
        QVERIFY((*database)
                    ->execute(u"UPDATE log_positions SET next_offset = ? "
                              "WHERE partition_number = ?"_s,
                              {offset, record.partition})
                    .ok());
    }
    QVERIFY(m_node->persister->start().ok());

    QTRY_COMPARE_WITH_TIMEOUT(brought().size(), 2, 20'000);
    QTRY_COMPARE(KafkaTestbed::logOf(*m_node).counters().duplicates, 1);
    QVERIFY(LogProbe::send(*m_node->log, messageTo(m_room, u"after it"_s)).ok());
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"hello|after it"_s);
    QCOMPARE(stored(), 2);
    QCOMPARE(m_node->readUpwards(m_room)[0]->position, position);
}

void TestMisplacedRecords::isThereOnceHoweverOftenThePersisterIsKilled()
{
    constexpr int count = 60;
    m_node->persister->stop();
    QSet<QString> said;
    for (int i = 0; i < count; ++i) {
        said.insert(QString::number(i));
        m_tool.produce(m_testbed.settings.topic, misplaced(valueFor(m_room, QString::number(i))));
    }
    const QStringList arguments {u"--kafka"_s,          m_testbed.settings.brokers,
                                 u"--topic"_s,          m_testbed.settings.topic,
                                 u"--database"_s,       m_testbed.databaseUrl(),
                                 u"--persister-name"_s, u"often-killed"_s};
    // Each lives until it has brought something more.
    for (std::size_t heard = 0; heard < count;) {
        ServerProgram program(QStringLiteral(SAMSA_SERVER_PROGRAM));
        QVERIFY(program.startPersister(arguments));
        heard = std::min<std::size_t>(count, heard + 7);
        QVERIFY(m_node->probe.waitForEntries(heard));
        program.kill();
        heard = m_node->probe.entries().size();
    }
    QVERIFY(m_node->persister->start().ok());
    QVERIFY(m_node->waitUntilPersisted());

    QTRY_COMPARE_WITH_TIMEOUT(stored(), count, 20'000);
    const QStringList texts = textsOf(m_node->probe.entries());
    QCOMPARE(texts.size(), count);
    QCOMPARE(QSet<QString>(texts.begin(), texts.end()), said);
    QCOMPARE(textsOf(m_node->readUpwards(m_room)), texts);
    QVERIFY(!m_node->probe.sawDisorder());
}

void TestMisplacedRecords::readsAnyKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("another room's") << protocol::writeId(QUuid::createUuid());
    QTest::newRow("anything") << QByteArray("kcat");
}

void TestMisplacedRecords::readsAnyKey()
{
    QFETCH(const QByteArray, key);
    KafkaTool::Record here = recordFor(m_room, valueFor(m_room, u"here"_s));
    KafkaTool::Record elsewhere = misplaced(valueFor(m_room, u"elsewhere"_s));
    here.key = elsewhere.key = key;
    m_tool.produce(m_testbed.settings.topic, here);
    QVERIFY(m_node->probe.waitForEntries(1));
    m_tool.produce(m_testbed.settings.topic, elsewhere);

    QVERIFY(m_node->probe.waitForEntries(2));
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"here|elsewhere"_s);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(stored(), 2);
    QCOMPARE(m_node->persister->counters().dead, 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestMisplacedRecords test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_misplaced_records.moc"

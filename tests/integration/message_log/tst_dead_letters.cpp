// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "tests/support/await.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/messages.h"
#include "tests/support/server_program.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace samsa;
using namespace samsa::test;

/// `samsa-server dead`: what could not be read is looked at and put back.
class TestDeadLetters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsWhatCouldNotBeReadAndWhy();
    void listsBytesThatAreNoText();
    void putsBackWhatCanBeReadByNow();
    void putsBackEachOnce();
    void putsBackOneThatIsNamed();
    void saysWhatIsMissing();

private:
    int dead(const QStringList &words);

    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
    ServerProgram m_program {QStringLiteral(SAMSA_SERVER_PROGRAM)};
    std::unique_ptr<Node> m_node;
};

void TestDeadLetters::init()
{
    m_node.reset();
    m_testbed.renew();
    m_node = m_testbed.open();
    QVERIFY(m_node);
}

int TestDeadLetters::dead(const QStringList &words)
{
    return m_program.run(QStringList {u"--kafka"_s, m_testbed.settings.brokers, u"--topic"_s,
                                      m_testbed.settings.topic, u"dead"_s}
                         + words);
}

void TestDeadLetters::listsWhatCouldNotBeReadAndWhy()
{
    QCOMPARE(dead({u"list"_s}), 0);
    QCOMPARE(m_program.output(), QByteArray());
    const RoomRef room = m_node->makeRoom(u"Garden"_s);
    const qint64 offset =
        m_tool.produce(m_testbed.settings.topic, recordFor(room, "not\tours \xed\x95\x9c"));
    QTRY_COMPARE(m_node->persister->counters().dead, 1);

    QCOMPARE(dead({u"list"_s}), 0);

    const QByteArray from =
        "from " + QByteArray::number(room.partition) + ':' + QByteArray::number(offset);
    const QByteArray line = m_program.output();
    QCOMPARE(line.count('\n'), 1);
    QVERIFY2(line.startsWith("0:0\t"), line.constData());
    QVERIFY2(line.contains("\tnew\t" + from + "\tThe body is not JSON"), line.constData());
    QVERIFY2(line.endsWith("\tnot.ours \xed\x95\x9c\n"), line.constData());
    QVERIFY(m_program.errors().contains("1 dead letters"));
}

void TestDeadLetters::listsBytesThatAreNoText()
{
    const RoomRef room = m_node->makeRoom(u"Garden"_s);
    KafkaTool::Record record = recordFor(room,
                                         "a\xff"
                                         "b \xed\x95 \xc2\x9b"
                                         "31m \xf0\x9f\x8c\xb1\xc3");
    record.key = "\x01\xfe";
    m_tool.produce(m_testbed.settings.topic, record);
    QTRY_COMPARE(m_node->persister->counters().dead, 1);

    QCOMPARE(dead({u"list"_s}), 0);

    const QByteArray line = m_program.output();
    QVERIFY2(line.isValidUtf8(), line.toHex().constData());
    QVERIFY2(line.contains("\tkey .\\xfe\t"), line.constData());
    QVERIFY2(line.endsWith("\ta\\xffb \\xed\\x95 \\xc2\\x9b31m \xf0\x9f\x8c\xb1\\xc3\n"),
             line.constData());
}

void TestDeadLetters::putsBackWhatCanBeReadByNow()
{
    // Somebody else's program was faster than the room.
    const RoomRef room {.id = QUuid::createUuid(), .partition = 1};
    m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, u"early"_s)));
    QTRY_COMPARE(m_node->persister->counters().dead, 1);
    store::RoomRow row;
    row.ref = room;
    row.name = u"Attic"_s;
    row.creator = u"ann"_s;
    row.created = now();
    QVERIFY(await<store::Result<RoomRef>>([&](auto reply) {
                m_node->store.createRoom(row, reply);
            }).ok());

    QCOMPARE(dead({u"replay"_s}), 0);

    QVERIFY(m_program.errors().contains("1 dead letters put back"));
    QVERIFY(m_node->probe.waitForEntries(1));
    QCOMPARE(textsOf(m_node->probe.entries(room)), QStringList {u"early"_s});
    QVERIFY(m_node->waitUntilPersisted());
    QTRY_COMPARE((*m_node->questions.findRoom(room.id))->messageCount, 1);
}

void TestDeadLetters::putsBackEachOnce()
{
    const RoomRef room = m_node->makeRoom(u"Garden"_s);
    m_tool.produce(m_testbed.settings.topic, recordFor(room, "not ours"));
    QTRY_COMPARE(m_node->persister->counters().dead, 1);
    QCOMPARE(dead({u"replay"_s}), 0);
    // It is as wrong as before, and lies there again.
    QTRY_COMPARE(m_node->persister->counters().dead, 2);
    const auto letters = m_tool.readAll(m_testbed.settings.deadTopic());
    QCOMPARE(letters.size(), 2);
    QCOMPARE(letters.last().value, "not ours");
    QCOMPARE(letters.last().headers.size(), letters.first().headers.size());

    QCOMPARE(dead({u"list"_s}), 0);
    QCOMPARE(m_program.output().count("\treplayed\t"), 1);
    QCOMPARE(m_program.output().count("\tnew\t"), 1);
    QCOMPARE(dead({u"replay"_s}), 0);
    QVERIFY(m_program.errors().contains("1 dead letters put back"));
}

void TestDeadLetters::putsBackOneThatIsNamed()
{
    const RoomRef room = m_node->makeRoom(u"Garden"_s);
    for (const char *value : {"one", "two", "three"})
        m_tool.produce(m_testbed.settings.topic, recordFor(room, value));
    QTRY_COMPARE(m_node->persister->counters().dead, 3);

    QCOMPARE(dead({u"replay"_s, u"--letter"_s, u"0:1"_s}), 0);

    QTRY_COMPARE(m_node->persister->counters().dead, 4);
    QCOMPARE(m_tool.readAll(m_testbed.settings.deadTopic()).last().value, "two");
    QCOMPARE(dead({u"replay"_s, u"--letter"_s, u"0:99"_s}), 2);
    QVERIFY(m_program.errors().contains("no dead letter at 0:99"));
}

void TestDeadLetters::saysWhatIsMissing()
{
    QCOMPARE(m_program.run({u"dead"_s, u"list"_s}), 2);
    QVERIFY(m_program.errors().contains("--kafka"));
    QCOMPARE(dead({}), 2);
    QCOMPARE(dead({u"burn"_s}), 2);
    QVERIFY(m_program.errors().contains("dead replay"));
}

QTEST_GUILESS_MAIN(TestDeadLetters)
#include "tst_dead_letters.moc"

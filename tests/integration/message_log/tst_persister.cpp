// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "server/store/database.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/messages.h"

#include <QElapsedTimer>
#include <QTest>

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using persist::Persister;
using protocol::Code;

/// From the log into the database, each message once, whatever is in the way.
class TestPersister : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhyItDoesNotStart();
    void goesOnWhereItStopped();
    void waitsForALockedDatabase();
    void writesEachMessageOnceThoughTwoOwnThePartition();
    void buriesEachWrongRecordOnceThoughTwoPersist();
    void putsManyWrongRecordsAwayInSmallTransactions();
    void tellsHowFarItIsBehindWhileTheDatabaseIsLocked();
    void stopsWhileTheDatabaseIsLocked();
    void startsWithoutTheTopicAndMakesIt();

private:
    std::unique_ptr<store::Database> connect() const;
    KafkaSettings groupOfItsOwn(const QString &name) const;
    void say(Node &node, const RoomRef &room, int count);
    qint64 stored(Node &node, const RoomRef &room) const;

    KafkaTestbed m_testbed;
};

void TestPersister::init()
{
    m_testbed.renew();
    m_testbed.withPersister = false;
}

std::unique_ptr<store::Database> TestPersister::connect() const
{
    auto database = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    return database ? std::move(database).value() : nullptr;
}

void TestPersister::say(Node &node, const RoomRef &room, int count)
{
    const std::size_t before = node.probe.answers().size();
    for (int i = 0; i < count; ++i)
        node.log->append(messageTo(room, QString::number(i)), node.probe.answer());
    QVERIFY(node.probe.waitForAnswers(before + std::size_t(count)));
}

qint64 TestPersister::stored(Node &node, const RoomRef &room) const
{
    const auto row = node.questions.findRoom(room.id);
    return row && *row ? (*row)->messageCount : -1;
}

KafkaSettings TestPersister::groupOfItsOwn(const QString &name) const
{
    KafkaSettings settings = m_testbed.settings;
    settings.group = settings.topic + u'.' + name;
    return settings;
}

void TestPersister::saysWhyItDoesNotStart()
{
    Persister wrongDatabase(m_testbed.settings, u"oracle://here"_s);
    QCOMPARE(wrongDatabase.start().error().code, Code::OptionInvalid);
    Persister noFolder(m_testbed.settings, u"sqlite:///no/such/folder/s.db"_s);
    QCOMPARE(noFolder.start().error().code, Code::StartFailed);
    KafkaSettings settings = m_testbed.settings;
    settings.options = {{u"acks"_s, u"0"_s}};
    Persister wrongOption(settings, m_testbed.databaseUrl());
    QCOMPARE(wrongOption.start().error().code, Code::OptionInvalid);
    wrongOption.stop();
}

void TestPersister::goesOnWhereItStopped()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (int run = 1; run <= 3; ++run) {
        Persister persister(m_testbed.settings, m_testbed.databaseUrl());
        QVERIFY(persister.start().ok());
        say(*node, room, 100);
        QVERIFY(node->waitUntilPersisted());
        persister.stop();
        QCOMPARE(persister.counters().persisted, 100);
        QVERIFY(persister.counters().batches >= 1);
        QCOMPARE(persister.counters().dead, 0);
        QCOMPARE(stored(*node, room), 100 * run);
    }
    say(*node, room, 10);
    QCOMPARE(stored(*node, room), 300);
}

void TestPersister::waitsForALockedDatabase()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    Persister persister(m_testbed.settings, m_testbed.databaseUrl());
    QVERIFY(persister.start().ok());
    const auto other = connect();
    {
        store::Transaction lock(*other);
        QVERIFY(lock.begin().ok());
        say(*node, room, 200);
        QTRY_VERIFY(persister.counters().retries >= 2);
        QCOMPARE(persister.counters().persisted, 0);
    }
    QVERIFY(node->waitUntilPersisted());
    QTRY_COMPARE(persister.counters().persisted, 200);
    QCOMPARE(stored(*node, room), 200);
}

void TestPersister::writesEachMessageOnceThoughTwoOwnThePartition()
{
    constexpr int rounds = 20;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    // In groups of their own, so that each believes the partition to be its own.
    Persister one(groupOfItsOwn(u"one"_s), m_testbed.databaseUrl());
    Persister two(groupOfItsOwn(u"two"_s), m_testbed.databaseUrl());
    QVERIFY(one.start().ok() && two.start().ok());

    for (int round = 0; round < rounds; ++round)
        say(*node, room, 50);
    QVERIFY(node->waitUntilPersisted());

    QTRY_COMPARE(one.counters().persisted + two.counters().persisted, 50 * rounds);
    QCOMPARE(stored(*node, room), 50 * rounds);
    QCOMPARE(positionsOf(node->readUpwards(room, 500)), positionsOf(node->probe.entries(room)));
    // One that was overtaken goes on, and takes over when it is alone.
    one.stop();
    say(*node, room, 50);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(stored(*node, room), 50 * rounds + 50);
}

void TestPersister::buriesEachWrongRecordOnceThoughTwoPersist()
{
    constexpr int records = 60;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    // In groups of their own, so that each believes the partition to be its own.
    Persister one(groupOfItsOwn(u"one"_s), m_testbed.databaseUrl());
    Persister two(groupOfItsOwn(u"two"_s), m_testbed.databaseUrl());
    QVERIFY(one.start().ok() && two.start().ok());
    say(*node, room, 1);
    QVERIFY(node->waitUntilPersisted());
    KafkaTool tool(m_testbed.settings.brokers);
    {
        // Both have the same batch in hand before either may write it.
        const auto other = connect();
        store::Transaction lock(*other);
        QVERIFY(lock.begin().ok());
        for (int i = 0; i < records; ++i)
            tool.produce(m_testbed.settings.topic,
                         recordFor(room, "not ours " + QByteArray::number(i)));
        const qint64 before = one.counters().retries;
        const qint64 beforeTwo = two.counters().retries;
        QTRY_VERIFY(one.counters().retries > before && two.counters().retries > beforeTwo);
    }
    say(*node, room, 10);
    QVERIFY(node->waitUntilPersisted());
    one.stop();
    two.stop();
    QCOMPARE(one.counters().dead + two.counters().dead, records);
    QSet<QByteArray> values;
    const QList<KafkaTool::Record> dead = tool.readAll(m_testbed.settings.deadTopic());
    for (const KafkaTool::Record &record : dead)
        values.insert(record.value);
    QCOMPARE(values.size(), records);
    QCOMPARE(dead.size(), records);
}

void TestPersister::putsManyWrongRecordsAwayInSmallTransactions()
{
    constexpr int records = 110;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    KafkaTool tool(m_testbed.settings.brokers);
    for (int i = 0; i < records; ++i)
        tool.produce(m_testbed.settings.topic, recordFor(room, "not ours"));
    say(*node, room, 5);
    Persister persister(m_testbed.settings, m_testbed.databaseUrl());
    QVERIFY(persister.start().ok());
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(persister.counters().dead, records);
    QVERIFY(persister.counters().batches >= records / 20);
    QCOMPARE(stored(*node, room), 5);
    QCOMPARE(tool.readAll(m_testbed.settings.deadTopic()).size(), records);
}

void TestPersister::tellsHowFarItIsBehindWhileTheDatabaseIsLocked()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    Persister persister(m_testbed.settings, m_testbed.databaseUrl());
    QVERIFY(persister.start().ok());
    say(*node, room, 1);
    QVERIFY(node->waitUntilPersisted());
    QTRY_COMPARE(persister.counters().lag, 0);
    {
        const auto other = connect();
        store::Transaction lock(*other);
        QVERIFY(lock.begin().ok());
        say(*node, room, 30);
        QTRY_COMPARE(persister.counters().lag, 30);
        QVERIFY(persister.counters().waits);
    }
    QTRY_COMPARE(persister.counters().lag, 0);
    QTRY_VERIFY(!persister.counters().waits);
}

void TestPersister::stopsWhileTheDatabaseIsLocked()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    Persister persister(m_testbed.settings, m_testbed.databaseUrl());
    QVERIFY(persister.start().ok());
    const auto other = connect();
    store::Transaction lock(*other);
    QVERIFY(lock.begin().ok());
    say(*node, room, 10);
    QTRY_VERIFY(persister.counters().retries >= 1);
    QElapsedTimer timer;
    timer.start();

    persister.stop();

    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    persister.stop();
}

void TestPersister::startsWithoutTheTopicAndMakesIt()
{
    store::Store store(m_testbed.databaseUrl());
    QVERIFY(store.open().ok());
    store::LogQuestions questions(store.url());
    QVERIFY(questions.open().ok());
    Persister persister(m_testbed.settings, m_testbed.databaseUrl());
    QVERIFY(persister.start().ok());

    // It notes where each of the new topic's partitions begins.
    QTRY_COMPARE_WITH_TIMEOUT(questions.persistedPositions()->size(), 3, 20'000);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestPersister test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_persister.moc"

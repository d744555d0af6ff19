// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/local_log.h"
#include "server/store/database.h"
#include "server/store/message_table.h"
#include "server/store/position_table.h"
#include "tests/support/log_probe.h"
#include "tests/support/messages.h"

#include <QTemporaryDir>
#include <QTest>

using namespace samsa;
using namespace std::chrono_literals;
using log::LocalLog;
using log::Tail;
using protocol::Code;
using store::Database;
using test::LogProbe;
using test::messageTo;

/// What is the local log's own; what it shares with Kafka is in tests/integration/message_log.
class LocalLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsASecondServerOut();
    void saysWhyItDoesNotOpen();
    void refusesWhileSomebodyElseLocksTheDatabase();
    void doesNotWaitForALockLongerThanItsDeadline();
    void writesEachMessageOnce();
    void deliversWhatWasStoredAfterTheRoomsWereLoaded();
    void goesOnAboveThePositionsOfEveryRoom();
    void asksTheDatabaseWhenItsUniqueIndexKnowsBetter();
    void goesOnWhenAnotherProgramMovedTheCounter();

private:
    std::unique_ptr<Database> connect();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    log::RoomRef m_room;
};

void LocalLogTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<store::Store>(QStringLiteral("sqlite://")
                                             + m_folder->filePath(QStringLiteral("l.db")));
    QVERIFY(m_store->open().ok());
    m_room = test::makeRoom(*m_store, QStringLiteral("Garden"));
}

void LocalLogTest::cleanup()
{
    m_store.reset();
}

std::unique_ptr<Database> LocalLogTest::connect()
{
    auto database = Database::open(*store::parseDatabaseUrl(m_store->url()), 1000ms);
    return database ? std::move(database).value() : nullptr;
}

void LocalLogTest::keepsASecondServerOut()
{
    LogProbe probe;
    Tail tail(1'000'000);
    LocalLog first(m_store->url(), tail);
    QVERIFY(first.open(probe.deliver(), 5s).ok());
    LocalLog second(m_store->url(), tail);

    const auto opened = second.open(probe.deliver(), 5s);

    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, Code::StartFailed);
    QVERIFY2(opened.error().sentence.contains(QStringLiteral("Another server")),
             qPrintable(opened.error().sentence));
    first.close(1s);
    QVERIFY(second.open(probe.deliver(), 5s).ok());
}

void LocalLogTest::saysWhyItDoesNotOpen()
{
    LogProbe probe;
    Tail tail(1'000'000);
    LocalLog wrong(QStringLiteral("oracle://host/samsa"), tail);
    QCOMPARE(wrong.open(probe.deliver(), 5s).error().code, Code::OptionInvalid);

    // No store has made the tables.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no such table")));
    LocalLog bare(QStringLiteral("sqlite://") + m_folder->filePath(QStringLiteral("bare.db")),
                  tail);
    QCOMPARE(bare.open(probe.deliver(), 5s).error().code, Code::StartFailed);
    QVERIFY(!bare.health().readable);
}

void LocalLogTest::refusesWhileSomebodyElseLocksTheDatabase()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const log::NewMessage message = messageTo(m_room, QStringLiteral("hello"));
    const auto other = connect();
    {
        store::Transaction lock(*other);
        QVERIFY(lock.begin().ok());
        const auto refused = LogProbe::send(log, message);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, Code::LogUnavailable);
        QVERIFY(!log.health().writable);
        QVERIFY(log.health().readable);
        QVERIFY(!log.health().sentence.isEmpty());
    }
    const auto accepted = LogProbe::send(log, message);
    QVERIFY(accepted.ok());
    QVERIFY(log.health().writable);
    QCOMPARE(probe.entries().size(), 1u);
}

void LocalLogTest::doesNotWaitForALockLongerThanItsDeadline()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const auto other = connect();
    store::Transaction lock(*other);
    QVERIFY(lock.begin().ok());
    for (int i = 0; i < 1500; ++i)
        log.append(messageTo(m_room, QString::number(i)), probe.answer());

    QElapsedTimer timer;
    timer.start();
    log.close(200ms);

    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(probe.answers().size(), 1500u);
    for (const auto &answer : probe.answers())
        QCOMPARE(answer.error().code, Code::LogUnavailable);
}

void LocalLogTest::writesEachMessageOnce()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    for (int i = 0; i < 100; ++i)
        QVERIFY(LogProbe::send(log, messageTo(m_room, QString::number(i))).ok());

    QCOMPARE(tail.unpersistedEntries(), 0);
    const auto rooms = m_store->loadRoomsNow();
    QCOMPARE(rooms->constFirst().messageCount, 100);
    QCOMPARE(rooms->constFirst().lastPosition, 100);
    QCOMPARE(*m_store->persistedPositionsNow(), (QList<std::pair<int, qint64>> {{0, 100}}));
}

void LocalLogTest::deliversWhatWasStoredAfterTheRoomsWereLoaded()
{
    Tail stale(1'000'000);
    stale.addRoom(m_room, 0);
    {
        LogProbe probe;
        Tail tail(1'000'000);
        tail.addRoom(m_room, 0);
        LocalLog log(m_store->url(), tail);
        QVERIFY(log.open(probe.deliver(), 5s).ok());
        for (int i = 0; i < 3; ++i)
            QVERIFY(LogProbe::send(log, messageTo(m_room, QString::number(i))).ok());
    }
    LogProbe probe;
    LocalLog log(m_store->url(), stale);
    QVERIFY(log.open(probe.deliver(), 5s).ok());

    QCOMPARE(test::positionsOf(probe.entries()), QList<qint64>({1, 2, 3}));
}

void LocalLogTest::goesOnAboveThePositionsOfEveryRoom()
{
    // As after a time with Kafka: a room of another partition is far ahead of partition 0.
    const log::RoomRef ahead = test::makeRoom(*m_store, QStringLiteral("Ahead"), 7);
    QVERIFY(store::MessageTable(*connect()).insert({test::entryIn(ahead, 5000)}).ok());
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(ahead, 5000);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());

    const auto answer = LogProbe::send(log, messageTo(ahead, QStringLiteral("next")));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, 5001);
    QCOMPARE(tail.unpersistedEntries(), 0);
}

void LocalLogTest::asksTheDatabaseWhenItsUniqueIndexKnowsBetter()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    // An id that the tail claims to cover, because the clock was an hour behind when it began.
    tail.rememberIdsFrom(test::now() - 1h);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const log::EntryPtr stored = test::entryIn(m_room, 0);
    {
        const auto other = connect();
        store::Transaction transaction(*other);
        QVERIFY(transaction.begin().ok());
        QVERIFY(store::MessageTable(*other).insert({stored}).ok());
        QVERIFY(transaction.commit().ok());
    }
    log::NewMessage message = messageTo(m_room, QStringLiteral("again"));
    message.id = stored->id;
    QVERIFY(tail.covers(message.id, test::now()));

    const auto answer = LogProbe::send(log, message);

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, stored->position);
    QVERIFY(probe.entries().empty());
}

void LocalLogTest::goesOnWhenAnotherProgramMovedTheCounter()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    QVERIFY(LogProbe::send(log, messageTo(m_room, QStringLiteral("one"))).ok());
    {
        const auto other = connect();
        store::PositionTable positions(*other);
        QVERIFY(*positions.advance(**positions.find(0), 10));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Another program")));

    const auto answer = LogProbe::send(log, messageTo(m_room, QStringLiteral("two")));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, 11);
    QCOMPARE(test::textsOf(probe.entries()),
             QStringList({QStringLiteral("one"), QStringLiteral("two")}));
}

QTEST_GUILESS_MAIN(LocalLogTest)
#include "tst_local_log.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/local/local_log.h"
#include "server/store/database.h"
#include "server/store/log_questions.h"
#include "server/store/message_table.h"
#include "server/store/position_table.h"
#include "tests/support/log_probe.h"
#include "tests/support/messages.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using log::LocalLog;
using log::Tail;
using protocol::Code;
using store::Database;
using test::LogProbe;
using test::messageTo;

/// What is the local log's own; what it shares with Kafka is in tests/integration/message_log.
class TestLocalLog : public QObject
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
    void tellsOfALossThoughItCouldNotBeWrittenDownAtFirst();

private:
    std::unique_ptr<Database> connect();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    RoomRef m_room;
};

void TestLocalLog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<store::Store>(u"sqlite://"_s + m_folder->filePath(u"l.db"_s));
    QVERIFY(m_store->open().ok());
    m_room = test::makeRoom(*m_store, u"Garden"_s);
}

void TestLocalLog::cleanup()
{
    m_store.reset();
}

std::unique_ptr<Database> TestLocalLog::connect()
{
    auto database = Database::open(*parseDatabaseUrl(m_store->url()), 1000ms);
    return database ? std::move(database).value() : nullptr;
}

void TestLocalLog::keepsASecondServerOut()
{
    LogProbe probe;
    Tail tail(1'000'000);
    LocalLog first(m_store->url(), tail);
    QVERIFY(first.open(probe.deliver(), 5s).ok());
    LocalLog second(m_store->url(), tail);

    const auto opened = second.open(probe.deliver(), 5s);

    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, Code::StartFailed);
    QVERIFY2(opened.error().sentence.contains(u"Another server"_s),
             qPrintable(opened.error().sentence));
    first.close(1s);
    QVERIFY(second.open(probe.deliver(), 5s).ok());
}

void TestLocalLog::saysWhyItDoesNotOpen()
{
    LogProbe probe;
    Tail tail(1'000'000);
    LocalLog wrong(u"oracle://host/samsa"_s, tail);
    QCOMPARE(wrong.open(probe.deliver(), 5s).error().code, Code::OptionInvalid);

    // No store has made the tables.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no such table"_s));
    LocalLog bare(u"sqlite://"_s + m_folder->filePath(u"bare.db"_s), tail);
    QCOMPARE(bare.open(probe.deliver(), 5s).error().code, Code::StartFailed);
    QVERIFY(!bare.health().readable);
}

void TestLocalLog::refusesWhileSomebodyElseLocksTheDatabase()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const NewMessage message = messageTo(m_room, u"hello"_s);
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

void TestLocalLog::doesNotWaitForALockLongerThanItsDeadline()
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

void TestLocalLog::writesEachMessageOnce()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    for (int i = 0; i < 100; ++i)
        QVERIFY(LogProbe::send(log, messageTo(m_room, QString::number(i))).ok());

    QCOMPARE(tail.unpersistedEntries(), 0);
    store::LogQuestions questions(m_store->url());
    QVERIFY(questions.open().ok());
    const auto rooms = questions.loadRooms();
    QCOMPARE(rooms->constFirst().messageCount, 100);
    QCOMPARE(rooms->constFirst().lastPosition, 100);
    QCOMPARE(*questions.persistedPositions(), (QList<std::pair<int, qint64>> {{0, 100}}));
}

void TestLocalLog::deliversWhatWasStoredAfterTheRoomsWereLoaded()
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

void TestLocalLog::goesOnAboveThePositionsOfEveryRoom()
{
    // As after a time with Kafka: a room of another partition is far ahead of partition 0.
    const RoomRef ahead = test::makeRoom(*m_store, u"Ahead"_s, 7);
    QVERIFY(store::MessageTable(*connect()).insert({test::entryIn(ahead, 5000)}).ok());
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(ahead, 5000);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());

    const auto answer = LogProbe::send(log, messageTo(ahead, u"next"_s));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, 5001);
    QCOMPARE(tail.unpersistedEntries(), 0);
}

void TestLocalLog::asksTheDatabaseWhenItsUniqueIndexKnowsBetter()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    // An id that the tail claims to cover, because the clock was an hour behind when it began.
    tail.ids().rememberFrom(test::now() - 1h);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const EntryPtr stored = test::entryIn(m_room, 0);
    {
        const auto other = connect();
        store::Transaction transaction(*other);
        QVERIFY(transaction.begin().ok());
        QVERIFY(store::MessageTable(*other).insert({stored}).ok());
        QVERIFY(transaction.commit().ok());
    }
    NewMessage message = messageTo(m_room, u"again"_s);
    message.id = stored->id;
    QVERIFY(tail.ids().covers(message.id, test::now()));

    const auto answer = LogProbe::send(log, message);

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, stored->position);
    QVERIFY(probe.entries().empty());
}

void TestLocalLog::goesOnWhenAnotherProgramMovedTheCounter()
{
    LogProbe probe;
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    QVERIFY(LogProbe::send(log, messageTo(m_room, u"one"_s)).ok());
    {
        const auto other = connect();
        store::PositionTable positions(*other);
        QVERIFY(*positions.advance(**positions.find(0), 10));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Another program"_s));

    const auto answer = LogProbe::send(log, messageTo(m_room, u"two"_s));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, 11);
    QCOMPARE(test::textsOf(probe.entries()), QStringList({u"one"_s, u"two"_s}));
}

/// The epoch that tells of it has to be stored before anybody hears.
void TestLocalLog::tellsOfALossThoughItCouldNotBeWrittenDownAtFirst()
{
    LogProbe probe;
    std::atomic<int> begun = 0;
    const auto deliver = [&begun, tell = probe.deliver()](Events events) {
        begun +=
            static_cast<int>(std::count_if(events.cbegin(), events.cend(), [](const Event &event) {
                return std::holds_alternative<EpochBegun>(event);
            }));
        tell(std::move(events));
    };
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    LocalLog log(m_store->url(), tail);
    QVERIFY(log.open(deliver, 5s).ok());
    for (int i = 0; i < 3; ++i)
        QVERIFY(LogProbe::send(log, messageTo(m_room, QString::number(i))).ok());
    const auto other = connect();
    QVERIFY(other->execute(u"DELETE FROM messages WHERE position > 1"_s).ok());
    QVERIFY(other->execute(u"UPDATE rooms SET last_position = 1, message_count = 1"_s).ok());
    QVERIFY(other->execute(u"UPDATE log_positions SET next_offset = next_offset - 2"_s).ok());
    QVERIFY(other
                ->execute(u"CREATE TRIGGER refuses BEFORE INSERT ON log_epochs BEGIN "
                          "SELECT RAISE(ABORT, 'not now'); END"_s)
                .ok());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Another program"_s));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"has lost"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not now"_s));
    QVERIFY(!LogProbe::send(log, messageTo(m_room, u"refused"_s)).ok());
    QCOMPARE(begun.load(), 0);
    QVERIFY(other->execute(u"DROP TRIGGER refuses"_s).ok());
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"has lost"_s));

    const auto answer = LogProbe::send(log, messageTo(m_room, u"next"_s));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, 2);
    QCOMPARE(begun.load(), 1);
}

QTEST_GUILESS_MAIN(TestLocalLog)
#include "tst_local_log.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"
#include "server/store/log_questions.h"
#include "server/store/position_table.h"
#include "server/store/store.h"
#include "tests/support/await.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using protocol::Code;
using store::LogQuestions;
using store::Result;
using store::SessionRow;
using store::Store;
using test::await;

/// The thread in front of the tables; what the tables do is in tst_tables.
class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();
    void answersInTheAskersThread();
    void answersWhoMayWait();
    void decidesANicknameBetweenTwoWhoAsk();
    void keepsEverythingWhenItIsOpenedAgain();
    void finishesWhatIsQueuedWhenItCloses();
    void refusesWhenItIsClosed();
    void saysWhyItDoesNotOpen();
    void isUnhealthyWhileTheDatabaseIsLocked();
    void knowsWhereTheDatabaseStoodWhenItWasOpened();
    void answersAllInTimeWhileSomebodyKeepsALock();
    void answersTheLogBesideClientsThatWait();
    void refusesAtOnceWhatIsTooMuch();

private:
    class Lock;
    QString url() const { return m_place->url(); }
    std::optional<test::TestDatabase> m_place;
};

void TestStore::init()
{
    m_place.emplace();
}

void TestStore::answersInTheAskersThread()
{
    Store store(url());
    QVERIFY(store.open().ok());
    QVERIFY(store.healthy());
    QCOMPARE(store.url(), url());
    const SessionRow row {u"Ann"_s, "hash", test::now(), test::now() + 1h};

    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    store.renewSessions({{"hash", 2h}}, [](const auto &lost) { QVERIFY(lost && lost->isEmpty()); });
    auto session = await<Result<std::optional<SessionRow>>>(
        [&](auto reply) { store.findSession("hash", reply); });
    QVERIFY(session.ok() && *session);
    QVERIFY((*session)->expires > row.expires);
    QVERIFY(await<Result<void>>([&](auto reply) { store.deleteSession("hash", reply); }).ok());
    session = await<Result<std::optional<SessionRow>>>(
        [&](auto reply) { store.findSession("hash", reply); });
    QVERIFY(session.ok() && !*session);

    const RoomRef room = test::makeRoom(store, u"Garden"_s, 2);
    const auto found = await<Result<std::optional<store::RoomRow>>>(
        [&](auto reply) { store.findRoom(room.id, reply); });
    QVERIFY(found.ok() && *found);
    QCOMPARE((*found)->ref, room);
}

void TestStore::answersWhoMayWait()
{
    Store store(url());
    QVERIFY(store.open().ok());
    LogQuestions questions(url());
    QVERIFY(questions.open().ok());
    const RoomRef room = test::makeRoom(store, u"Garden"_s);

    QCOMPARE(questions.loadRooms()->size(), 1);
    QCOMPARE(questions.loadRooms()->constFirst().ref, room);
    QCOMPARE((*questions.findRoom(room.id))->ref, room);
    QVERIFY(!questions.findRoom(QUuid::createUuid())->has_value());
    QVERIFY(questions.findMessages(room, {QUuid::createUuid()})->isEmpty());
    QVERIFY(questions.persistedPositions()->isEmpty());
    QCOMPARE(questions.settlePartition(2, {10, 20})->persisted(), 10);
    QCOMPARE(questions.persistedPositions()->size(), 1);
}

void TestStore::decidesANicknameBetweenTwoWhoAsk()
{
    Store one(url());
    Store two(url());
    QVERIFY(one.open().ok() && two.open().ok());
    TaskQueue queue;
    int claimed = 0;
    int refused = 0;
    const auto count = [&](const Result<void> &answer) {
        if (answer)
            ++claimed;
        else if (answer.error().code == Code::NicknameTaken)
            ++refused;
    };
    for (int i = 0; i < 20; ++i) {
        (i % 2 ? one : two)
            .claimNickname({u"Ann"_s, QByteArray::number(i), test::now(), test::now() + 1h},
                           ReplyTo<Result<void>>(queue, count));
    }

    QTRY_COMPARE(claimed + refused, 20);
    QCOMPARE(claimed, 1);
}

void TestStore::keepsEverythingWhenItIsOpenedAgain()
{
    RoomRef room;
    {
        Store store(url());
        QVERIFY(store.open().ok());
        room = test::makeRoom(store, u"Garden"_s);
    }
    Store store(url());
    QVERIFY(store.open().ok());
    LogQuestions questions(url());
    QVERIFY(questions.open().ok());
    QCOMPARE(questions.loadRooms()->constFirst().ref, room);
}

void TestStore::finishesWhatIsQueuedWhenItCloses()
{
    Store store(url());
    QVERIFY(store.open().ok());
    TaskQueue queue;
    int answers = 0;
    for (int i = 0; i < 50; ++i) {
        store.claimNickname(
            {QString::number(i), QByteArray::number(i), test::now(), test::now() + 1h},
            ReplyTo<Result<void>>(queue,
                                  [&](const Result<void> &answer) { answers += answer.ok(); }));
    }
    store.close();
    store.close();
    QTRY_COMPARE(answers, 50);
}

void TestStore::refusesWhenItIsClosed()
{
    Store store(url());
    LogQuestions questions(url());
    const auto ask = [&] {
        return await<Result<std::optional<SessionRow>>>(
            [&](auto reply) { store.findSession("hash", reply); });
    };
    QCOMPARE(ask().error().code, Code::DatabaseUnavailable);
    QCOMPARE(questions.loadRooms().error().code, Code::DatabaseUnavailable);
    QVERIFY(store.open().ok() && questions.open().ok());
    store.close();
    questions.close();

    QCOMPARE(ask().error().code, Code::DatabaseUnavailable);
    QCOMPARE(questions.loadRooms().error().code, Code::DatabaseUnavailable);
}

void TestStore::saysWhyItDoesNotOpen()
{
    Store wrong(u"oracle://here"_s);
    QCOMPARE(wrong.open().error().code, Code::OptionInvalid);

    const QTemporaryDir folder;
    Store nowhere(m_place->kind() == test::TestDatabase::Kind::Sqlite
                      ? u"sqlite://"_s + folder.filePath(u"no/such.db"_s)
                      : url() + u"_of_nobody"_s);
    QCOMPARE(nowhere.open().error().code, Code::StartFailed);
    QVERIFY(!nowhere.healthy());
}

void TestStore::isUnhealthyWhileTheDatabaseIsLocked()
{
    Store store(url());
    QVERIFY(store.open().ok());
    const auto other = store::Database::open(*parseDatabaseUrl(url()), 100ms);
    QVERIFY(other.ok());
    SessionRow row {u"Ann"_s, "hash", test::now(), test::now() + 1h};
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    row.expires += 1h;
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        // SQLite locks everything for who writes, the others what is written.
        QVERIFY((*other)->execute(u"UPDATE sessions SET expires = 1"_s).ok());

        const auto claimed =
            await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); });
        QVERIFY(!claimed.ok());
        QCOMPARE(claimed.error().code, Code::DatabaseUnavailable);
        QVERIFY(claimed.error().retryAfter > 0s);
        QVERIFY(!store.healthy());
        // Who reads need not wait for who writes.
        QVERIFY(await<Result<std::optional<SessionRow>>>([&](auto reply) {
                    store.findSession("hash", reply);
                }).ok());
    }
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    QVERIFY(store.healthy());
}

void TestStore::knowsWhereTheDatabaseStoodWhenItWasOpened()
{
    Store store(url());
    QVERIFY(store.open().ok());
    {
        LogQuestions questions(url());
        QVERIFY(questions.open().ok());
        QVERIFY(questions.positionsAtOpen().isEmpty());
    }
    const auto database = store::Database::open(*parseDatabaseUrl(url()), 100ms);
    store::PositionTable positions(**database);
    const auto row = positions.settle(3, {10, 20});
    QVERIFY(row.ok());
    LogQuestions questions(url());
    QVERIFY(questions.open().ok());
    QVERIFY(*positions.advance(*row, 15));

    using Positions = QList<std::pair<int, qint64>>;
    QCOMPARE(questions.positionsAtOpen(), (Positions {{3, 10}}));
    QCOMPARE(*questions.persistedPositions(), (Positions {{3, 15}}));
}

/// One row, or with SQLite everything, is kept from whoever wants to write it.
class TestStore::Lock
{
public:
    explicit Lock(const QString &url)
        : m_database(store::Database::open(*parseDatabaseUrl(url), 100ms).value())
        , m_transaction(*m_database)
    {
        if (!m_transaction.begin() || !m_database->execute(u"UPDATE sessions SET expires = 1"_s))
            qFatal("The lock could not be taken.");
    }

private:
    const std::unique_ptr<store::Database> m_database;
    store::Transaction m_transaction;
};

void TestStore::answersAllInTimeWhileSomebodyKeepsALock()
{
    TaskQueue queue;
    QList<Code> answers;
    Store store(url());
    QVERIFY(store.open().ok());
    const SessionRow row {u"Ann"_s, "hash", test::now(), test::now() + 1h};
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    const Lock lock(url());
    QElapsedTimer clock;
    clock.start();

    for (int i = 0; i < 20; ++i) {
        store.claimNickname(row, {queue, [&](const Result<void> &claimed) {
                                      QVERIFY(!claimed.ok());
                                      QVERIFY(claimed.error().retryAfter > 0s);
                                      answers.append(claimed.error().code);
                                  }});
    }

    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 20, 60'000);
    QVERIFY2(clock.elapsed() < 8'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(answers.count(Code::DatabaseUnavailable), 20);
    QVERIFY(store.refused() > 0);
    QTRY_COMPARE(store.waiting(), 0);
}

void TestStore::answersTheLogBesideClientsThatWait()
{
    TaskQueue queue;
    int answers = 0;
    Store store(url());
    QVERIFY(store.open().ok());
    LogQuestions questions(url());
    QVERIFY(questions.open().ok());
    const SessionRow row {u"Ann"_s, "hash", test::now(), test::now() + 1h};
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    const Lock lock(url());
    for (int i = 0; i < 3; ++i)
        store.claimNickname(row, {queue, [&](const auto &) { ++answers; }});

    QVERIFY(questions.persistedPositions().ok());
    QCoreApplication::processEvents();
    QCOMPARE(answers, 0);
    QCOMPARE(store.waiting(), 3);
}

void TestStore::refusesAtOnceWhatIsTooMuch()
{
    TaskQueue queue;
    int answers = 0;
    Store store(url());
    QVERIFY(store.open().ok());
    const SessionRow row {u"Ann"_s, "hash", test::now(), test::now() + 1h};
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    const Lock lock(url());
    const auto claim = [&] { store.claimNickname(row, {queue, [&](const auto &) { ++answers; }}); };
    while (store.waiting() < 10'000)
        claim();
    QCoreApplication::processEvents();
    QCOMPARE(answers, 0);

    for (int i = 0; i < 100; ++i)
        claim();

    QVERIFY(store.waiting() <= 10'001);
    QCoreApplication::processEvents();
    QVERIFY(answers >= 99);
    QCOMPARE(store.refused(), answers);
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"

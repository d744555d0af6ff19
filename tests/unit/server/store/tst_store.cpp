// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"
#include "server/store/position_table.h"
#include "server/store/store.h"
#include "tests/support/await.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using protocol::Code;
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

private:
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
    store.touchSessions({{"hash", test::now() + 2h}});
    auto session = await<Result<std::optional<SessionRow>>>(
        [&](auto reply) { store.findSession("hash", reply); });
    QVERIFY(session.ok() && *session);
    QVERIFY((*session)->expires > row.expires);
    QVERIFY(await<Result<void>>([&](auto reply) { store.deleteSession("hash", reply); }).ok());
    session = await<Result<std::optional<SessionRow>>>(
        [&](auto reply) { store.findSession("hash", reply); });
    QVERIFY(session.ok() && !*session);

    const RoomRef room = test::makeRoom(store, u"Garden"_s, 2);
    const auto rooms =
        await<Result<QList<store::RoomRow>>>([&](auto reply) { store.loadRooms(reply); });
    QCOMPARE(rooms->size(), 1);
    QCOMPARE(rooms->constFirst().ref, room);
    const auto message = await<Result<std::optional<store::StoredMessage>>>(
        [&](auto reply) { store.findMessage(room, QUuid::createUuid(), reply); });
    QVERIFY(message.ok() && !*message);
    const auto positions = await<Result<QList<std::pair<int, qint64>>>>(
        [&](auto reply) { store.persistedPositions(reply); });
    QVERIFY(positions.ok() && positions->isEmpty());
}

void TestStore::answersWhoMayWait()
{
    Store store(url());
    QVERIFY(store.open().ok());
    const RoomRef room = test::makeRoom(store, u"Garden"_s);

    QCOMPARE(store.loadRoomsNow()->constFirst().ref, room);
    QCOMPARE((*store.findRoomNow(room.id))->ref, room);
    QVERIFY(!store.findRoomNow(QUuid::createUuid())->has_value());
    QVERIFY(store.findMessagesNow(room, {QUuid::createUuid()})->isEmpty());
    QVERIFY(store.persistedPositionsNow()->isEmpty());
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
    QCOMPARE(store.loadRoomsNow()->constFirst().ref, room);
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
    const auto before = store.loadRoomsNow();
    QCOMPARE(before.error().code, Code::DatabaseUnavailable);
    QVERIFY(store.open().ok());
    store.close();

    const auto after =
        await<Result<QList<store::RoomRow>>>([&](auto reply) { store.loadRooms(reply); });

    QVERIFY(!after.ok());
    QCOMPARE(after.error().code, Code::DatabaseUnavailable);
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
        QVERIFY(store.loadRoomsNow().ok());
    }
    QVERIFY(await<Result<void>>([&](auto reply) { store.claimNickname(row, reply); }).ok());
    QVERIFY(store.healthy());
}

void TestStore::knowsWhereTheDatabaseStoodWhenItWasOpened()
{
    {
        Store store(url());
        QVERIFY(store.open().ok());
        QVERIFY(store.positionsAtOpen().isEmpty());
    }
    const auto database = store::Database::open(*parseDatabaseUrl(url()), 100ms);
    store::PositionTable positions(**database);
    const auto row = positions.settle(3, {10, 20});
    QVERIFY(row.ok());
    Store store(url());
    QVERIFY(store.open().ok());
    QVERIFY(*positions.advance(*row, 15));

    using Positions = QList<std::pair<int, qint64>>;
    QCOMPARE(store.positionsAtOpen(), (Positions {{3, 10}}));
    QCOMPARE(*store.persistedPositionsNow(), (Positions {{3, 15}}));
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/clock.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/position_table.h"
#include "server/store/room_table.h"
#include "server/store/session_table.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QScopeGuard>
#include <QTest>

#include <limits>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using protocol::Code;
using store::Database;
using store::MessageTable;
using store::PositionTable;
using store::RoomTable;
using store::SessionRow;
using store::SessionTable;
using store::Transaction;
using test::entryIn;
using test::TestDatabase;

/// The tables, in each of the databases.
class TestTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();
    void cleanup();

    void claimsANicknameThatIsFree();
    void refusesANicknameThatSomebodyHas();
    void asksTheDatabasesClockWhetherATimeIsOver();
    void takesOverANicknameWhoseTimeIsOver();
    void extendsItsOwnNickname();
    void renewsAndRemovesSessions();
    void saysWhoLostANickname();
    void keepsARoomsNameUniqueWithoutRegardToCase();
    void countsMessagesInTheRoomsSummary();
    void leavesOutMessagesThatAreThere();
    void storesMoreThanOneStatementTakes();
    void storesEveryTextOfABatchAsItIs();
    void countsABatchInTheSummariesOfItsRooms();
    void findsMessagesByTheirIds();
    void storesNothingForARoomThatIsNotThere();
    void advancesOnlyFromWhereItStands();
    void startsAPartitionAtItsLowWatermark();
    void raisesTheBaseForATopicMadeAnew();
    void believesNoLeaderThatOnlySaysThatItHasLess();
    void neverFallsBehindARoomsPositions();
    void rollsBackWhatWasNotCommitted();
    void findsTheFirstMessageSinceATime();

private:
    RoomRef makeRoom(const QString &name, int partition = 0);
    qint64 insert(const std::vector<EntryPtr> &entries);

    std::optional<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestTables::init()
{
    m_place.emplace();
    auto opened = Database::open(m_place->parsed(), 100ms);
    QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().sentence));
    m_database = std::move(opened).value();
    QVERIFY(store::migrate(*m_database).ok());
}

void TestTables::cleanup()
{
    m_database.reset();
}

RoomRef TestTables::makeRoom(const QString &name, int partition)
{
    store::RoomRow row;
    row.ref = {QUuid::createUuid(), 0, partition};
    row.name = name;
    row.creator = u"ann"_s;
    row.created = Timestamp(1000ms);
    const auto made = RoomTable(*m_database).insert(row);
    return made ? *made : RoomRef {};
}

qint64 TestTables::insert(const std::vector<EntryPtr> &entries)
{
    Transaction transaction(*m_database);
    if (!transaction.begin())
        return -1;
    const auto inserted = MessageTable(*m_database).insert(entries);
    return inserted && transaction.commit() ? *inserted : -1;
}

namespace {

/// Who claims it does not say when it is.
SessionRow claimOf(const QString &nickname, const QByteArray &tokenHash,
                   std::chrono::milliseconds lifetime)
{
    return {nickname, tokenHash, Timestamp(1000ms), Timestamp(1000ms) + lifetime};
}

bool isAbout(Timestamp time, Timestamp expected)
{
    return time > expected - 1min && time < expected + 1min;
}

} // namespace

void TestTables::claimsANicknameThatIsFree()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 1h)).ok());

    const auto session = sessions.find("hash-a");

    QVERIFY(session.ok() && *session);
    QCOMPARE((*session)->nickname, u"Ann"_s);
    QVERIFY(isAbout((*session)->created, wallClock()));
    QCOMPARE((*session)->expires, (*session)->created + 1h);
    QVERIFY(!sessions.find("hash-b")->has_value());
}

void TestTables::refusesANicknameThatSomebodyHas()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 1h)).ok());

    const auto claimed = sessions.claim(claimOf(u"ANN"_s, "hash-b", 2h));

    QVERIFY(!claimed.ok());
    QCOMPARE(claimed.error().code, Code::NicknameTaken);
    QVERIFY2(claimed.error().sentence.contains(u"ANN"), qPrintable(claimed.error().sentence));
}

/// Of two nodes whose clocks differ neither takes what is the other's.
void TestTables::asksTheDatabasesClockWhetherATimeIsOver()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 1h)).ok());
    const auto undo = qScopeGuard([] { setWallClockAhead(0ms); });
    setWallClockAhead(2h);

    const auto claimed = sessions.claim({u"Ann"_s, "hash-b", wallClock(), wallClock() + 1h});

    if (TestDatabase::currentKind() == TestDatabase::Kind::Sqlite) {
        QVERIFY(claimed.ok()); // It has this computer's clock.
        return;
    }
    QCOMPARE(claimed.error().code, Code::NicknameTaken);
    // And here it is known by this clock when it ends.
    QVERIFY(isAbout((*sessions.find("hash-a"))->expires, wallClock() + 1h));
}

void TestTables::takesOverANicknameWhoseTimeIsOver()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 0h)).ok());

    QVERIFY(sessions.claim(claimOf(u"ANN"_s, "hash-b", 1h)).ok());

    QVERIFY(!sessions.find("hash-a")->has_value());
    const auto session = sessions.find("hash-b");
    QCOMPARE((*session)->nickname, u"ANN"_s);
    QVERIFY(isAbout((*session)->created, wallClock()));
}

void TestTables::extendsItsOwnNickname()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 1h)).ok());
    const Timestamp created = (*sessions.find("hash-a"))->created;

    QVERIFY(sessions.claim(claimOf(u"ann"_s, "hash-a", 2h)).ok());

    const auto session = sessions.find("hash-a");
    QVERIFY(isAbout((*session)->created, created));
    QVERIFY(isAbout((*session)->expires, wallClock() + 2h));
}

void TestTables::renewsAndRemovesSessions()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 0h)).ok());
    QVERIFY(sessions.claim(claimOf(u"Bob"_s, "hash-b", 1h)).ok());

    // Also one whose time is over, while nobody has taken it.
    const auto lost = sessions.renew({{"hash-a", 2h}, {"hash-x", 2h}});

    QVERIFY(lost);
    QCOMPARE(*lost, QList<QByteArray> {"hash-x"});
    QVERIFY(isAbout((*sessions.find("hash-a"))->expires, wallClock() + 2h));
    QVERIFY(sessions.remove("hash-b").ok());
    QVERIFY(sessions.remove("hash-x").ok());
    QVERIFY(!sessions.find("hash-b")->has_value());
    QVERIFY(sessions.claim(claimOf(u"bob"_s, "hash-c", 1h)).ok());
}

void TestTables::saysWhoLostANickname()
{
    SessionTable sessions(*m_database);
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-a", 0h)).ok());
    QVERIFY(sessions.claim(claimOf(u"Ann"_s, "hash-b", 1h)).ok());

    QCOMPARE(*sessions.renew({{"hash-a", 1h}, {"hash-b", 1h}}), QList<QByteArray> {"hash-a"});

    QVERIFY(sessions.find("hash-b")->has_value());
}

void TestTables::keepsARoomsNameUniqueWithoutRegardToCase()
{
    const RoomRef room = makeRoom(u"Garden"_s, 5);
    QVERIFY(room.key > 0);
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.name = u"GARDEN"_s;

    const auto again = RoomTable(*m_database).insert(row);

    QVERIFY(!again.ok());
    QCOMPARE(again.error().code, Code::RoomExists);
    const auto all = RoomTable(*m_database).all();
    QCOMPARE(all->size(), 1);
    QCOMPARE(all->constFirst().ref, room);
    QCOMPARE(all->constFirst().name, u"Garden"_s);
    QCOMPARE(all->constFirst().creator, u"ann"_s);
    QCOMPARE(all->constFirst().created, Timestamp(1000ms));
    QCOMPARE(all->constFirst().messageCount, 0);
    QCOMPARE((*RoomTable(*m_database).find(room.id))->ref, room);
    QVERIFY(!RoomTable(*m_database).find(QUuid::createUuid())->has_value());
}

void TestTables::countsMessagesInTheRoomsSummary()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    const RoomRef quiet = makeRoom(u"Quiet"_s);

    QCOMPARE(insert({entryIn(room, 1), entryIn(quiet, 2), entryIn(room, 3, u"two\nlines"_s)}), 3);

    const auto row = RoomTable(*m_database).find(room.id);
    QCOMPARE((*row)->messageCount, 2);
    QCOMPARE((*row)->lastPosition, 3);
    QCOMPARE((*row)->lastNickname, u"ann"_s);
    QCOMPARE((*row)->lastText, u"two lines"_s);
    QVERIFY((*row)->lastTime > Timestamp(0ms));
    QCOMPARE((*RoomTable(*m_database).find(quiet.id))->messageCount, 1);
}

void TestTables::leavesOutMessagesThatAreThere()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    const EntryPtr first = entryIn(room, 1);
    QCOMPARE(insert({first}), 1);
    auto sameId = std::make_shared<Entry>(*first);
    sameId->position = 2;

    QCOMPARE(insert({sameId, entryIn(room, 3), entryIn(room, 1)}), 1);
    QCOMPARE(insert({first, sameId}), 0);

    const auto row = RoomTable(*m_database).find(room.id);
    QCOMPARE((*row)->messageCount, 2);
    QCOMPARE((*row)->lastPosition, 3);
    const auto history = MessageTable(*m_database).history(room, 0, {}, 100, 100);
    QCOMPARE(test::positionsOf(*history), QList<qint64>({1, 3}));
}

void TestTables::storesMoreThanOneStatementTakes()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    std::vector<EntryPtr> entries;
    for (qint64 position = 1; position <= 2500; ++position)
        entries.push_back(entryIn(room, position));

    QCOMPARE(insert(entries), 2500);

    QCOMPARE((*RoomTable(*m_database).find(room.id))->messageCount, 2500);
    const auto history = MessageTable(*m_database).history(room, {}, 2001, 5000, 3);
    QCOMPARE(test::positionsOf(*history), QList<qint64>({1998, 1999, 2000}));
}

void TestTables::storesEveryTextOfABatchAsItIs()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    const QStringList texts {QString(),
                             u"'\"\\ \\n {}[],:?$%1 @id \\u0041"_s,
                             u"two\nlines\r\n\tand\u0001\u007f"_s,
                             u"먹었어 日本語 \U0001F600 e\u0301\u2028"_s,
                             u"null"_s,
                             QString(10'000, QChar(0x6f22))};
    std::vector<EntryPtr> entries;
    for (const QString &text : texts)
        entries.push_back(entryIn(room, static_cast<qint64>(entries.size()) + 1, text));

    QCOMPARE(insert(entries), texts.size());

    const auto history = MessageTable(*m_database).history(room, 0, {}, 100, 100);
    QCOMPARE(test::textsOf(*history), texts);
    QCOMPARE(history->front()->id, entries.front()->id);
    QCOMPARE(history->front()->time, entries.front()->time);
    QCOMPARE(history->front()->nickname, entries.front()->nickname);
}

void TestTables::countsABatchInTheSummariesOfItsRooms()
{
    const RoomRef garden = makeRoom(u"Garden"_s);
    const RoomRef cellar = makeRoom(u"Cellar"_s);
    const RoomRef attic = makeRoom(u"Attic"_s);
    const QString text = u"it's \"여기\" \\"_s;

    QCOMPARE(insert({entryIn(garden, 1), entryIn(cellar, 2), entryIn(garden, 3, text)}), 3);

    const auto row = RoomTable(*m_database).find(garden.id);
    QCOMPARE((*row)->messageCount, 2);
    QCOMPARE((*row)->lastPosition, 3);
    QCOMPARE((*row)->lastText, text);
    QCOMPARE((*row)->lastNickname, u"ann"_s);
    QCOMPARE((*RoomTable(*m_database).find(cellar.id))->messageCount, 1);
    QCOMPARE((*RoomTable(*m_database).find(attic.id))->messageCount, 0);
}

void TestTables::findsMessagesByTheirIds()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    std::vector<EntryPtr> entries;
    QList<QUuid> ids {QUuid::createUuid()};
    for (qint64 position = 1; position <= 700; ++position) {
        entries.push_back(entryIn(room, position));
        ids.append(entries.back()->id);
    }
    QCOMPARE(insert(entries), 700);

    const auto found = MessageTable(*m_database).find(room, ids);

    QCOMPARE(found->size(), 700);
    QCOMPARE(found->value(entries[41]->id).position, 42);
    QCOMPARE(found->value(entries[41]->id).nickname, "ann");
    QCOMPARE(found->value(entries[41]->id).time, entries[41]->time);
}

void TestTables::storesNothingForARoomThatIsNotThere()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"(?i)foreign key"_s));
    QCOMPARE(insert({entryIn({QUuid::createUuid(), 999, 0}, 1)}), -1);
}

void TestTables::advancesOnlyFromWhereItStands()
{
    PositionTable positions(*m_database);
    const auto start = positions.settle(2, {10, 20});
    QVERIFY(*positions.advance(*start, 15));

    QVERIFY(!*positions.advance(*start, 16));

    QCOMPARE(**positions.find(2), (LogPosition {2, 15, 0}));
    QCOMPARE((*positions.find(2))->persisted(), 15);
    QCOMPARE((*positions.find(2))->positionOf(15), 16);
    QCOMPARE(positions.all()->size(), 1);
}

void TestTables::startsAPartitionAtItsLowWatermark()
{
    PositionTable positions(*m_database);
    QCOMPARE(*positions.settle(1, {7, 9}), (LogPosition {1, 7, 0}));
    QCOMPARE(*positions.settle(1, {8, 9}), (LogPosition {1, 7, 0}));
}

void TestTables::raisesTheBaseForATopicMadeAnew()
{
    PositionTable positions(*m_database);
    auto row = *positions.settle(1, {0, 100});
    QVERIFY(*positions.advance(row, 100));

    row = *positions.settle(1, {0, 3, true});
    QCOMPARE(row, (LogPosition {1, 0, 100}));
    QCOMPARE(row.positionOf(0), 101);
    QVERIFY(*positions.advance(row, 3));

    row = *positions.settle(1, {1, 2, true});
    QCOMPARE(row, (LogPosition {1, 1, 102}));
    QCOMPARE(row.positionOf(1), 104);
}

void TestTables::believesNoLeaderThatOnlySaysThatItHasLess()
{
    PositionTable positions(*m_database);
    const auto row = *positions.settle(1, {0, 100});
    QVERIFY(*positions.advance(row, 100));

    QCOMPARE(*positions.settle(1, {0, 60}), (LogPosition {1, 100, 0}));
}

void TestTables::neverFallsBehindARoomsPositions()
{
    const RoomRef room = makeRoom(u"Garden"_s, 4);
    QCOMPARE(insert({entryIn(room, 500)}), 1);
    PositionTable positions(*m_database);

    const auto kafka = positions.settle(4, {0, 0});
    QCOMPARE(kafka->positionOf(kafka->next), 501);
    QCOMPARE(positions.settle(5, {0, 0})->base, 0);

    const auto local = positions.settleLocal();
    QCOMPARE(local->partition, 0);
    QCOMPARE(local->positionOf(local->next), 501);
    QCOMPARE(*positions.settleLocal(), *local);
}

void TestTables::rollsBackWhatWasNotCommitted()
{
    {
        Transaction transaction(*m_database);
        QVERIFY(transaction.begin().ok());
        QVERIFY(m_database->execute(u"INSERT INTO log_positions VALUES (1, 2, 3)"_s).ok());
    }
    QVERIFY(PositionTable(*m_database).all()->isEmpty());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nothing_of_ours"_s));
    const auto failed = m_database->execute(u"SELECT * FROM nothing_of_ours"_s);
    QCOMPARE(failed.error().code, Code::DatabaseUnavailable);
}

void TestTables::findsTheFirstMessageSinceATime()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    std::vector<EntryPtr> entries;
    for (int i = 1; i <= 40; ++i) {
        Entry entry = *entryIn(room, i * 10);
        entry.time = Timestamp(std::chrono::seconds(i / 2 * 2)); // Two at each time.
        entries.push_back(std::make_shared<Entry>(entry));
    }
    store::Transaction transaction(*m_database);
    QVERIFY(transaction.begin().ok());
    QVERIFY(MessageTable(*m_database).insert(entries).ok());
    QVERIFY(transaction.commit().ok());
    const auto first = [&](Timestamp time, qint64 ceiling) {
        const auto found = MessageTable(*m_database).firstSince(room, time, ceiling);
        return found ? found->value_or(-1) : -2;
    };
    QCOMPARE(first(Timestamp(), 400), 10);
    QCOMPARE(first(Timestamp(10s), 400), 100);
    QCOMPARE(first(Timestamp(10s) + 1ms, 400), 120);
    QCOMPARE(first(Timestamp(40s), 400), 400);
    QCOMPARE(first(Timestamp(41s), 400), -1);
    QCOMPARE(first(Timestamp(30s), 200), -1);
    QCOMPARE(first(Timestamp(10s), std::numeric_limits<qint64>::max()), 100);
}

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/retention.h"
#include "server/store/message_removal.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace samsa;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using persist::Retention;
using store::Database;
using store::MessageRemoval;
using store::MessageTable;
using store::Transaction;

/// What goes for its age, and what stays.
class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();

    void removesWhatIsOlder();
    void looksAtEveryRoom();
    void leavesABreathAfterAFewRows();
    void stopsWhenItIsTold();
    void isNotHeldBackByAFewMessagesFromTheFuture();
    void keepsCountAndPositionOfARoom();
    void keepsTheSummaryOfARoomWithYoungMessages();
    void leavesASummaryThatWasWrittenMeanwhile();
    void removesEachMessageOnceThoughTwoDoIt();
    void removesAtItsStart();
    void removesWhenItIsWoken();
    void stopsAtOnce();

private:
    std::unique_ptr<Database> open() const
    {
        auto opened = Database::open(m_place->parsed(), 2s);
        if (!opened || !store::migrate(**opened))
            qFatal("No database.");
        return std::move(opened).value();
    }
    QString url() const { return m_place->url(); }
    RoomRef makeRoom(const QString &name)
    {
        store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.name = name;
        return *store::RoomTable(*m_database).insert(row);
    }
    /// Messages at positions 10, 20, … with these times.
    void fill(const RoomRef &room, const QList<Timestamp> &times)
    {
        std::vector<EntryPtr> entries;
        for (int i = 0; i < times.size(); ++i) {
            Entry entry = *test::entryIn(room, 10 * (i + 1));
            entry.time = times[i];
            entries.push_back(std::make_shared<Entry>(entry));
        }
        Transaction transaction(*m_database);
        QVERIFY(transaction.begin().ok());
        QCOMPARE(*MessageTable(*m_database).insert(entries), times.size());
        QVERIFY(transaction.commit().ok());
    }
    QList<qint64> positions(const RoomRef &room)
    {
        return test::positionsOf(
            *MessageTable(*m_database)
                 .history(room, 0, std::nullopt, std::numeric_limits<qint64>::max(), 1'000'000));
    }

    std::optional<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

namespace {

constexpr auto goOn = [] { return false; };

} // namespace

void TestRetention::init()
{
    m_database.reset();
    m_place.emplace();
    m_database = open();
}

void TestRetention::removesWhatIsOlder()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(2s), Timestamp(3s), Timestamp(4s)});
    MessageRemoval removal(*m_database, goOn);
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE(positions(room), QList<qint64>({30, 40}));
    QCOMPARE(removal.removed(), 2);
}

void TestRetention::looksAtEveryRoom()
{
    QList<RoomRef> rooms;
    for (int i = 0; i < 450; ++i) {
        rooms.append(makeRoom(QString::number(i)));
        fill(rooms.constLast(), {Timestamp(1s), Timestamp(9s)});
    }
    MessageRemoval removal(*m_database, goOn);
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE(removal.removed(), rooms.size());
    for (const RoomRef &room : std::as_const(rooms))
        QCOMPARE(positions(room), QList<qint64>({20}));
}

void TestRetention::leavesABreathAfterAFewRows()
{
    const auto room = makeRoom(u"Tea"_s);
    constexpr int steps = 5;
    fill(room, QList<Timestamp>(steps * MessageRemoval::rowsAtOnce, Timestamp(1s)));
    int breaths = 0;
    QList<qint64> left;
    MessageRemoval removal(*m_database, [&] {
        ++breaths;
        left.append(positions(room).size());
        return false;
    });
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE(left, QList<qint64>({400, 300, 200, 100, 0}));
    QCOMPARE(breaths, steps);
}

void TestRetention::stopsWhenItIsTold()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, QList<Timestamp>(5 * MessageRemoval::rowsAtOnce, Timestamp(1s)));
    const auto other = makeRoom(u"Coffee"_s);
    fill(other, {Timestamp(1s)});
    MessageRemoval removal(*m_database, [] { return true; });
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE(removal.removed(), MessageRemoval::rowsAtOnce);
    QCOMPARE(positions(other).size(), 1);
}

void TestRetention::isNotHeldBackByAFewMessagesFromTheFuture()
{
    const auto room = makeRoom(u"Tea"_s);
    QList<Timestamp> times(3, Timestamp(1000s));
    times += QList<Timestamp>(2 * MessageRemoval::rowsAtOnce, Timestamp(1s));
    times += Timestamp(9s);
    fill(room, times);
    MessageRemoval removal(*m_database, goOn);
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE(positions(room), QList<qint64>({10, 20, 30, 2040}));
}

void TestRetention::keepsCountAndPositionOfARoom()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(2s)});
    QVERIFY(MessageRemoval(*m_database, goOn).removeOlderThan(Timestamp(3s)).ok());
    const auto row = store::RoomTable(*m_database).find(room.id);
    QCOMPARE((*row)->messageCount, 2);
    QCOMPARE((*row)->lastPosition, 20);
    QCOMPARE((*row)->lastTime, Timestamp(2s));
    QCOMPARE((*row)->lastNickname, QString());
    QCOMPARE((*row)->lastText, QString());
}

void TestRetention::keepsTheSummaryOfARoomWithYoungMessages()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(4s)});
    QVERIFY(MessageRemoval(*m_database, goOn).removeOlderThan(Timestamp(3s)).ok());
    const auto row = store::RoomTable(*m_database).find(room.id);
    QCOMPARE((*row)->lastNickname, u"ann"_s);
    QCOMPARE((*row)->lastText, u"hello"_s);
}

void TestRetention::leavesASummaryThatWasWrittenMeanwhile()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(2s)});
    MessageRemoval removal(*m_database, [&] {
        Entry entry = *test::entryIn(room, 30, u"just now"_s);
        entry.time = Timestamp(9s);
        Transaction transaction(*m_database);
        return !transaction.begin()
            || !MessageTable(*m_database).insert({std::make_shared<Entry>(entry)})
            || !transaction.commit();
    });
    QVERIFY(removal.removeOlderThan(Timestamp(3s)).ok());
    QCOMPARE((*store::RoomTable(*m_database).find(room.id))->lastText, u"just now"_s);
}

void TestRetention::removesEachMessageOnceThoughTwoDoIt()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, QList<Timestamp>(2000, Timestamp(1s)));
    qint64 removed[2] = {};
    std::vector<std::thread> threads;
    for (qint64 &count : removed) {
        threads.emplace_back([this, &count] {
            const auto database = open();
            MessageRemoval removal(*database, goOn);
            while (!removal.removeOlderThan(Timestamp(3s))) {}
            count = removal.removed();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(removed[0] + removed[1], 2000);
    QVERIFY(positions(room).isEmpty());
}

void TestRetention::removesAtItsStart()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(9s)});
    Retention retention(url(), {.age = 5s, .clock = [] { return Timestamp(10s); }, .pause = 1h});
    retention.start();
    QTRY_COMPARE(positions(room), QList<qint64>({20}));
    QTRY_COMPARE(retention.removed(), 1);
}

void TestRetention::removesWhenItIsWoken()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, {Timestamp(1s), Timestamp(9s)});
    std::atomic<qint64> now = 10'000;
    std::atomic<int> looks = 0;
    Retention retention(url(),
                        {.age = 5s,
                         .clock =
                             [&] {
                                 ++looks;
                                 return fromMilliseconds(now);
                             },
                         .pause = 1h});
    retention.start();
    QTRY_COMPARE(positions(room), QList<qint64>({20}));
    now = 20'000;
    retention.wake();
    QTRY_COMPARE(positions(room), QList<qint64>());
    QTRY_COMPARE(retention.removed(), 2);
}

void TestRetention::stopsAtOnce()
{
    const auto room = makeRoom(u"Tea"_s);
    fill(room, QList<Timestamp>(100 * MessageRemoval::rowsAtOnce, Timestamp(1s)));
    Retention retention(url(), {.age = 5s, .clock = [] { return Timestamp(10s); }, .pause = 1h});
    retention.start();
    retention.stop();
    QVERIFY(positions(room).size() > 50 * MessageRemoval::rowsAtOnce);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"

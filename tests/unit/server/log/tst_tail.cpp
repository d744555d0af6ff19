// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "protocol/message_id.h"
#include "server/base/clock.h"
#include "server/base/fold.h"
#include "server/log/tail.h"
#include "tests/support/messages.h"

#include <QTest>

#include <atomic>
#include <limits>
#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using log::Tail;
using test::entryIn;
using test::positionsOf;

class TestTail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { setWallClockAhead(0ms); }
    void leavesOutWhatItHasSeen();
    void leavesOutWhatTheDatabaseHeldFromTheStart();
    void keepsARoomAsItKnowsIt();
    void pagesForwardAndBackward_data();
    void pagesForwardAndBackward();
    void sendsToTheDatabaseBelowTheFloor();
    void saysThatThereIsMoreInTheDatabase();
    void answersNothingNewWithoutTheDatabase();
    void survivesCursorsAtTheEndsOfTheNumbers();
    void sendsToTheDatabaseForARoomItDoesNotKnow();
    void dropsOnlyWhatIsPersisted();
    void keepsNothingThatIsPersistedBeyondItsBound();
    void dropsTheOldestOfAllPartitionsFirst();
    void dropsWhatIsOverAgeAndPersisted();
    void dropsWhatIsOverAgeBehindAYoungerOne();
    void keepsIdsOfWhatItHasNoRoomFor();
    void isFullWhenItHasNoRoomForIdsEither();
    void findsEntriesByTheirId();
    void coversIdsMadeSinceItRemembers();
    void forgetsIdsWithTheirEntries();
    void coversIdsMadeRightAfterForgottenOnes();
    void remembersForgottenIdsOfClocksThatAreAhead();
    void staysSureOfOthersHoweverManyIdsComeFromTheFuture_data();
    void staysSureOfOthersHoweverManyIdsComeFromTheFuture();
    void isReadWhileItIsWritten();
    void putsAChangeIntoItsMessage();
    void countsChangesAsNoMessages();
    void keepsTheChangesOfWhatItHasNotItself();
    void givesChangesWithHowFarThePageReaches();
    void startsBehindTheNewestChangeOfARoom();
    void countsTheBytesOfWhatStandsInAnothersPlace();

private:
    /// What a reader of the log makes of a change whose target is in the tail.
    static EntryPtr changeAt(const Tail &tail, const NewMessage &change, qint64 position)
    {
        NewMessage made = change;
        const EntryPtr before = tail.ids().find(change.room.id, change.change->target);
        if (before) {
            Change withAfter = *change.change;
            withAfter.after = *fold(before, madeBy(change, position));
            made.change = std::make_shared<const Change>(withAfter);
        }
        return makeEntry(made, position);
    }

    const RoomRef m_room {QUuid::createUuid(), 1, 0};
    const RoomRef m_other {QUuid::createUuid(), 2, 1};
    static EntryPtr entryAt(const RoomRef &room, qint64 position, Timestamp time)
    {
        auto entry = std::make_shared<Entry>(*entryIn(room, position));
        entry->time = time;
        return entry;
    }
    /// A tail with positions 2, 4, 6 of the room.
    static void fill(Tail &tail, const RoomRef &room)
    {
        tail.append({entryIn(room, 2), entryIn(room, 4), entryIn(room, 6)});
    }
};

void TestTail::leavesOutWhatItHasSeen()
{
    Tail tail(1'000'000);
    const EntryPtr first = entryIn(m_room, 5);
    auto again = std::make_shared<Entry>(*first);
    again->position = 6;

    QCOMPARE(positionsOf(tail.append(
                 {first, again, entryIn(m_room, 5), entryIn(m_room, 4), entryIn(m_room, 7)})),
             QList<qint64>({5, 7}));
    // The same id in another room is another message.
    auto elsewhere = std::make_shared<Entry>(*first);
    elsewhere->room = m_other;
    QCOMPARE(positionsOf(tail.append({elsewhere})), QList<qint64>({5}));
    QCOMPARE(tail.lastPosition(m_room.id), 7);
}

void TestTail::leavesOutWhatTheDatabaseHeldFromTheStart()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 10);
    QCOMPARE(tail.lastPosition(m_room.id), 10);

    QCOMPARE(
        positionsOf(tail.append({entryIn(m_room, 9), entryIn(m_room, 10), entryIn(m_room, 11)})),
        QList<qint64>({11}));
}

void TestTail::keepsARoomAsItKnowsIt()
{
    Tail tail(1'000'000);
    QVERIFY(!tail.knows(m_room.id));
    QCOMPARE(tail.lastPosition(m_room.id), 0);
    fill(tail, m_room);
    tail.addRoom(m_room, 100);

    QVERIFY(tail.knows(m_room.id));
    QCOMPARE(tail.lastPosition(m_room.id), 6);
}

void TestTail::pagesForwardAndBackward_data()
{
    QTest::addColumn<qint64>("after"); // -1: not given
    QTest::addColumn<qint64>("before");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QList<qint64>>("positions");
    QTest::addColumn<bool>("more");

    QTest::newRow("newest") << qint64(-1) << qint64(-1) << 2 << QList<qint64> {4, 6} << true;
    QTest::newRow("all") << qint64(-1) << qint64(-1) << 10 << QList<qint64> {2, 4, 6} << false;
    QTest::newRow("after") << qint64(2) << qint64(-1) << 10 << QList<qint64> {4, 6} << false;
    QTest::newRow("after, cut") << qint64(0) << qint64(-1) << 2 << QList<qint64> {2, 4} << true;
    QTest::newRow("after a gap") << qint64(3) << qint64(-1) << 1 << QList<qint64> {4} << true;
    QTest::newRow("after the end") << qint64(6) << qint64(-1) << 10 << QList<qint64> {} << false;
    QTest::newRow("before") << qint64(-1) << qint64(6) << 1 << QList<qint64> {4} << true;
    QTest::newRow("before, all") << qint64(-1) << qint64(5) << 2 << QList<qint64> {2, 4} << false;
    QTest::newRow("before the first") << qint64(-1) << qint64(2) << 2 << QList<qint64> {} << false;
    QTest::newRow("between") << qint64(2) << qint64(6) << 10 << QList<qint64> {4} << false;
}

void TestTail::pagesForwardAndBackward()
{
    QFETCH(const qint64, after);
    QFETCH(const qint64, before);
    QFETCH(const int, limit);
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    fill(tail, m_room);

    const auto page = tail.page({m_room, after < 0 ? std::nullopt : std::optional(after),
                                 before < 0 ? std::nullopt : std::optional(before), limit});

    QVERIFY(page);
    QTEST(positionsOf(page->entries), "positions");
    QTEST(page->more, "more");
}

void TestTail::sendsToTheDatabaseBelowTheFloor()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 1);
    fill(tail, m_room);

    QVERIFY(tail.page({m_room, 1, {}, 10}));
    QVERIFY(!tail.page({m_room, 0, {}, 10}));
    QVERIFY(!tail.page({m_room, {}, 4, 2}));
    QVERIFY(!tail.page({m_room, {}, 1, 2}));
    const Tail::Part part = tail.partial({m_room, {}, 5, 10});
    QCOMPARE(positionsOf(part.page.entries), QList<qint64>({2, 4}));
    QCOMPARE(part.floor, 1);
    QCOMPARE(positionsOf(tail.partial({m_room, 0, {}, 2}).page.entries), QList<qint64>({2, 4}));
}

void TestTail::saysThatThereIsMoreInTheDatabase()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 1);
    fill(tail, m_room);

    const auto page = tail.page({m_room, {}, {}, 3});

    QVERIFY(page);
    QVERIFY(page->more);
}

void TestTail::answersNothingNewWithoutTheDatabase()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 42);

    const auto page = tail.page({m_room, 42, {}, 10});

    QVERIFY(page);
    QVERIFY(page->entries.empty());
    QVERIFY(!page->more);
}

void TestTail::survivesCursorsAtTheEndsOfTheNumbers()
{
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    constexpr qint64 smallest = std::numeric_limits<qint64>::min();
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    fill(tail, m_room);

    QVERIFY(tail.page({m_room, largest, {}, 10})->entries.empty());
    QCOMPARE(tail.page({m_room, {}, largest, 10})->entries.size(), 3u);
    QVERIFY(!tail.page({m_room, smallest, {}, 10}));
    QVERIFY(tail.partial({m_room, {}, smallest, 10}).page.entries.empty());
    QVERIFY(tail.page({m_room, 0, {}, 0})->entries.empty());
}

void TestTail::sendsToTheDatabaseForARoomItDoesNotKnow()
{
    const Tail tail(1'000'000);

    QVERIFY(!tail.page({m_room, {}, {}, 10}));
    QCOMPARE(tail.partial({m_room, {}, {}, 10}).floor, std::numeric_limits<qint64>::max());
    QVERIFY(!tail.ids().find(m_room.id, QUuid::createUuid()));
}

void TestTail::dropsOnlyWhatIsPersisted()
{
    // Room for one of them, hence for two that the database has.
    Tail measure(1'000'000);
    measure.append({entryIn(m_room, 6)});
    Tail tail(3 * measure.bytes());
    tail.addRoom(m_room, 0);
    fill(tail, m_room);
    QCOMPARE(tail.unpersistedEntries(), 3);
    QVERIFY(tail.page({m_room, 0, {}, 10}));

    tail.setPersisted(0, 4);
    tail.append({entryIn(m_room, 7), entryIn(m_room, 9)});

    QCOMPARE(tail.unpersistedEntries(), 3);
    QVERIFY(!tail.page({m_room, 0, {}, 10}));
    QCOMPARE(positionsOf(tail.page({m_room, 4, {}, 10})->entries), QList<qint64>({6, 7, 9}));
    QCOMPARE(tail.partial({m_room, {}, {}, 10}).floor, 4);
    QVERIFY(!tail.partial({m_room, 0, {}, 10}).behind);
}

void TestTail::keepsNothingThatIsPersistedBeyondItsBound()
{
    Tail tail(1);
    fill(tail, m_room);
    // Nothing moves back, and what comes later and is persisted already may go at once.
    tail.setPersisted(0, 3);
    tail.setPersisted(0, 8);
    QCOMPARE(tail.bytes(), 0);
    tail.append({entryIn(m_room, 7)});
    QCOMPARE(tail.bytes(), 0);
    QCOMPARE(tail.unpersistedEntries(), 0);
    QCOMPARE(tail.lastPosition(m_room.id), 7);
}

void TestTail::dropsTheOldestOfAllPartitionsFirst()
{
    Tail probe(1'000'000);
    probe.append({entryIn(m_room, 1)});
    const qint64 one = probe.bytes();

    Tail tail(one * 2 + one / 2);
    tail.setPersisted(0, 10);
    tail.setPersisted(1, 10);
    tail.append({entryIn(m_other, 1), entryIn(m_room, 1), entryIn(m_other, 2)});

    QCOMPARE(tail.bytes(), 2 * one);
    QCOMPARE(tail.partial({m_other, {}, {}, 10}).floor, 1);
    QCOMPARE(tail.partial({m_room, {}, {}, 10}).floor, 0);
}

void TestTail::dropsWhatIsOverAgeAndPersisted()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    tail.append({entryAt(m_room, 2, Timestamp(1s)), entryAt(m_room, 4, Timestamp(2s)),
                 entryAt(m_room, 6, Timestamp(3s)), entryAt(m_room, 8, Timestamp(9s))});
    tail.setPersisted(0, 4);
    QVERIFY(!tail.dropOlderThan(Timestamp(1s)));
    QVERIFY(tail.dropOlderThan(Timestamp(5s)));
    const Tail::Part part = tail.partial({m_room, 0, std::nullopt, 100});
    QCOMPARE(positionsOf(part.page.entries), QList<qint64>({6, 8})); // 6 is nowhere else.
    QCOMPARE(part.floor, 4);
    QVERIFY(!tail.dropOlderThan(Timestamp(5s)));
    tail.setPersisted(0, 8);
    QVERIFY(tail.dropOlderThan(Timestamp(5s)));
    QCOMPARE(positionsOf(tail.partial({m_room, 0, std::nullopt, 100}).page.entries),
             QList<qint64>({8}));
    QCOMPARE(tail.lastPosition(m_room.id), 8);
}

void TestTail::dropsWhatIsOverAgeBehindAYoungerOne()
{
    Tail tail(1'000'000);
    tail.append({entryAt(m_room, 2, Timestamp(99s)), entryAt(m_room, 4, Timestamp(2s)),
                 entryAt(m_room, 6, Timestamp(9s))});
    tail.setPersisted(0, 6);
    QVERIFY(tail.dropOlderThan(Timestamp(5s)));
    // The first is in the database.
    QCOMPARE(positionsOf(tail.partial({m_room, 0, std::nullopt, 100}).page.entries),
             QList<qint64>({6}));
    QVERIFY(!tail.page({m_room, 0, std::nullopt, 100}));
}

void TestTail::keepsIdsOfWhatItHasNoRoomFor()
{
    Tail tail(4000);
    std::vector<EntryPtr> entries;
    for (int i = 1; i <= 5; ++i) {
        entries.push_back(entryIn(m_room, i, QString(600, u'x')));
        QCOMPARE(tail.append({entries.back()}).size(), 1u);
    }
    QVERIFY(tail.bytes() <= 4000);
    QCOMPARE(tail.unpersistedEntries(), 5);
    const EntryPtr first = tail.ids().find(m_room.id, entries.front()->id);
    QVERIFY(first);
    QCOMPARE(first->position, 1);
    QCOMPARE(first->time, entries.front()->time);
    QVERIFY(first->text.isEmpty());
    // Whose it is has to be known of a repeat.
    QCOMPARE(first->nickname, "ann");
    auto again = std::make_shared<Entry>(*entries.front());
    again->position = 6;
    QVERIFY(tail.append({again}).empty());

    // What the database lacks is owned up to, until it has it.
    QVERIFY(!tail.page({m_room, 0, std::nullopt, 10}));
    QVERIFY(tail.partial({m_room, 0, std::nullopt, 10}).behind);
    QVERIFY(tail.page({m_room, std::nullopt, std::nullopt, 1}));
    tail.setPersisted(0, 2);
    QVERIFY(tail.partial({m_room, 0, std::nullopt, 10}).behind);
    QVERIFY(!tail.partial({m_room, std::nullopt, 3, 10}).behind);
    QVERIFY(tail.partial({m_room, std::nullopt, 4, 10}).behind);
    tail.setPersisted(0, 5);
    QVERIFY(!tail.partial({m_room, 0, std::nullopt, 10}).behind);
    QCOMPARE(tail.unpersistedEntries(), 0);
    QVERIFY(!tail.ids().find(m_room.id, entries.front()->id));
}

void TestTail::isFullWhenItHasNoRoomForIdsEither()
{
    Tail tail(500);
    QVERIFY(!tail.full());
    tail.append({entryIn(m_room, 1, QString(600, u'x'))});
    QVERIFY(!tail.full());
    tail.append({entryIn(m_room, 2, QString(600, u'x'))});
    QVERIFY(tail.full());

    tail.setPersisted(0, 1);
    QVERIFY(!tail.full());
}

void TestTail::findsEntriesByTheirId()
{
    Tail tail(1'000'000);
    const EntryPtr entry = entryIn(m_room, 3);
    tail.append({entryIn(m_room, 2), entry, entryIn(m_room, 9)});

    QCOMPARE(tail.ids().find(m_room.id, entry->id), entry);
    QVERIFY(!tail.ids().find(m_other.id, entry->id));
    QVERIFY(!tail.ids().find(m_room.id, QUuid::createUuid()));
}

void TestTail::coversIdsMadeSinceItRemembers()
{
    Tail tail(1'000'000);
    const Timestamp start = test::now();
    const QUuid id = protocol::makeMessageId(start + 6s);
    QVERIFY(!tail.ids().covers(id, start + 6s));

    tail.ids().rememberFrom(start);
    tail.ids().rememberFrom(start + 1h); // Only the first time counts.

    QCOMPARE(tail.ids().completeSince(), start + 5s);
    QVERIFY(tail.ids().covers(id, start + 6s));
    QVERIFY(tail.ids().covers(protocol::makeMessageId(start + 5s), start + 6s));
    QVERIFY(!tail.ids().covers(protocol::makeMessageId(start + 4s), start + 6s));
    QVERIFY(tail.ids().covers(protocol::makeMessageId(start + 11s), start + 6s));
    QVERIFY(!tail.ids().covers(protocol::makeMessageId(start + 12s), start + 6s));
    QVERIFY(!tail.ids().covers(QUuid::createUuid(), start + 6s));
}

void TestTail::forgetsIdsWithTheirEntries()
{
    Tail tail(1);
    const Timestamp start = test::now();
    tail.ids().rememberFrom(start - 1h);
    const EntryPtr entry = entryIn(m_room, 1);
    tail.append({entry});
    QVERIFY(tail.ids().covers(entry->id, start));

    tail.setPersisted(0, 1);

    QVERIFY(!tail.ids().find(m_room.id, entry->id));
    QVERIFY(!tail.ids().covers(entry->id, start));
    QVERIFY(tail.ids().completeSince() > start - 1min);
    // An id of another version says nothing about time.
    auto random = std::make_shared<Entry>(*entryIn(m_room, 2));
    random->id = QUuid::createUuid();
    const auto since = tail.ids().completeSince();
    tail.append({random});
    tail.setPersisted(0, 2);
    QCOMPARE(tail.ids().completeSince(), since);
}

void TestTail::coversIdsMadeRightAfterForgottenOnes()
{
    // A busy server forgets within seconds; its senders must not pay with look-ups for that.
    Tail tail(1);
    const Timestamp start = test::now();
    tail.ids().rememberFrom(start - 1h);
    NewMessage message = test::messageTo(m_room, u"x"_s);
    message.id = protocol::makeMessageId(start);
    tail.append({makeEntry(message, 1)});
    tail.setPersisted(0, 1);

    QVERIFY(!tail.ids().covers(protocol::makeMessageId(start), start));
    QVERIFY(tail.ids().covers(protocol::makeMessageId(start + 1ms), start));
}

void TestTail::remembersForgottenIdsOfClocksThatAreAhead()
{
    Tail tail(1);
    const Timestamp start = test::now();
    tail.ids().rememberFrom(start - 1h);
    qint64 position = 0;
    const auto sendAhead = [&] {
        NewMessage message = test::messageTo(m_room, u"x"_s);
        message.id = protocol::makeMessageId(start + 24h);
        tail.append({makeEntry(message, ++position)});
        tail.setPersisted(0, position);
        return message.id;
    };

    const QUuid ahead = sendAhead();

    // The others are not sent to the database for a day, and this one is, when its time has come.
    QVERIFY(tail.ids().covers(protocol::makeMessageId(start), start));
    QVERIFY(!tail.ids().covers(ahead, start + 25h));
}

void TestTail::staysSureOfOthersHoweverManyIdsComeFromTheFuture_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("dated");

    QTest::newRow("all of one moment") << 0 << false;
    QTest::newRow("one a second") << 1 << false;
    QTest::newRow("one a minute") << 60 << false;
    QTest::newRow("whose messages say so as well") << 1 << true;
}

void TestTail::staysSureOfOthersHoweverManyIdsComeFromTheFuture()
{
    QFETCH(const int, seconds);
    QFETCH(const bool, dated);
    Tail tail(1);
    const Timestamp start = test::now();
    tail.ids().rememberFrom(start - 1h);
    const Timestamp first = start + 24h;
    QList<QUuid> ahead;
    qint64 position = 0;
    for (int i = 0; i < 25'000; ++i) {
        NewMessage message = test::messageTo(m_room, u"x"_s);
        message.id = protocol::makeMessageId(first + i * std::chrono::seconds(seconds));
        if (dated)
            message.time = *protocol::messageIdTime(message.id);
        ahead.append(message.id);
        tail.append({makeEntry(message, ++position)});
        tail.setPersisted(0, position);
    }

    // Until the first of them nobody pays for it, nor after the last of them.
    QVERIFY(tail.ids().completeSince() <= test::now() + 1s);
    for (const Timestamp time : {start + 1s, first - 1min, first + 25'000min})
        QVERIFY(tail.ids().covers(protocol::makeMessageId(time), time));
    for (const QUuid &id : std::as_const(ahead))
        QVERIFY(!tail.ids().covers(id, *protocol::messageIdTime(id)));
    // When their time has gone by they are looked up for their age, as all that is old.
    setWallClockAhead(24h + 25'000min);
    NewMessage message = test::messageTo(m_room, u"x"_s);
    message.id = protocol::makeMessageId(wallClock());
    tail.append({makeEntry(message, ++position)});
    tail.setPersisted(0, position);
    for (const QUuid &id : std::as_const(ahead))
        QVERIFY(!tail.ids().covers(id, wallClock()));
    const Timestamp then = wallClock() + 1s;
    QVERIFY(tail.ids().covers(protocol::makeMessageId(then), then));
}

void TestTail::isReadWhileItIsWritten()
{
    Tail tail(20'000);
    tail.addRoom(m_room, 0);
    std::atomic<bool> done = false;
    std::atomic<int> holes = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!done) {
                // What is in memory has no hole, whatever the moment.
                const Tail::Part part = tail.partial({m_room, {}, {}, 50});
                qint64 expected = 0;
                for (const EntryPtr &entry : part.page.entries) {
                    if (expected && entry->position != expected)
                        ++holes;
                    expected = entry->position + 1;
                }
                if (!part.page.more && !part.page.entries.empty()
                    && part.page.entries.front()->position != part.floor + 1)
                    ++holes;
                std::this_thread::yield(); // Readers go first; the writer is to come to its turn.
            }
        });
    }
    for (qint64 position = 1; position <= 3000; ++position) {
        tail.append({entryIn(m_room, position)});
        if (position % 7 == 0)
            tail.setPersisted(0, position - 3);
    }
    done = true;
    for (auto &reader : readers)
        reader.join();

    QCOMPARE(holes.load(), 0);
    QCOMPARE(tail.lastPosition(m_room.id), 3000);
}

void TestTail::putsAChangeIntoItsMessage()
{
    Tail tail(1'000'000);
    const NewMessage message = test::messageTo(m_room, u"one"_s);
    tail.append({makeEntry(message, 1), entryIn(m_room, 2)});
    QCOMPARE(tail.append({changeAt(tail, test::editOf(message, u"two"_s), 3)}).size(), 1u);

    QCOMPARE(tail.ids().find(m_room.id, message.id)->text, "two");
    for (const auto &page : {tail.page({.room = m_room, .limit = 10}),
                             tail.page({.room = m_room, .after = 0, .limit = 10})}) {
        QCOMPARE(positionsOf(page->entries), QList<qint64>({1, 2}));
        QCOMPARE(page->entries[0]->text, "two");
        QVERIFY(page->changes.empty());
    }
    QCOMPARE(tail.reached(m_room.id).message, 2);
    QCOMPARE(tail.reached(m_room.id).change, 3);
    QCOMPARE(tail.reached(m_room.id).any, 3);
}

void TestTail::countsChangesAsNoMessages()
{
    Tail tail(1'000'000);
    for (qint64 position = 1; position < 20; position += 2) {
        const NewMessage message = test::messageTo(m_room, u"one"_s);
        tail.append({makeEntry(message, position)});
        tail.append({changeAt(tail, test::reactionTo(message, u"👍"_s), position + 1)});
    }
    QCOMPARE(positionsOf(tail.page({.room = m_room, .limit = 3})->entries),
             QList<qint64>({15, 17, 19}));
    const auto upwards = tail.page({.room = m_room, .after = 2, .limit = 3});
    QCOMPARE(positionsOf(upwards->entries), QList<qint64>({3, 5, 7}));
    QVERIFY(upwards->more);
}

void TestTail::keepsTheChangesOfWhatItHasNotItself()
{
    Tail tail(0);
    const NewMessage message = test::messageTo(m_room, u"one"_s);
    tail.setPersisted(0, 5);
    tail.append({makeEntry(message, 5)});
    QVERIFY(!tail.ids().find(m_room.id, message.id));

    Tail more(1'000'000);
    more.addRoom(m_room, 5);
    more.append({changeAt(more, test::editOf(message, u"two"_s), 6), entryIn(m_room, 7)});

    const Tail::Part part = more.partial({.room = m_room, .after = 0, .limit = 10});
    QCOMPARE(positionsOf(part.changes), QList<qint64>({6}));
    QCOMPARE(part.floor, 5);
    QCOMPARE(part.reached, 7);
    std::vector<EntryPtr> stored {makeEntry(message, 5)};
    log::foldInto(stored, part.changes);
    QCOMPARE(stored[0]->text, "two");
    QCOMPARE(more.changesOf(m_room.id, message.id).size(), 1u);
    QVERIFY(more.changesOf(m_room.id, QUuid::createUuid()).empty());
}

void TestTail::givesChangesWithHowFarThePageReaches()
{
    Tail tail(10'000'000);
    const NewMessage first = test::messageTo(m_room, u"one"_s);
    tail.append({makeEntry(first, 1)});
    for (qint64 position = 2; position <= 700; ++position)
        tail.append(
            {position % 100 == 0
                 ? entryIn(m_room, position)
                 : changeAt(tail, test::editOf(first, QString::number(position)), position)});
    qint64 after = 0;
    QList<qint64> positions;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        const auto page = tail.page({.room = m_room, .after = after, .limit = 3, .changes = true});
        QVERIFY(page->entries.size() <= 3);
        positions += positionsOf(page->entries) + positionsOf(page->changes);
        QVERIFY(page->last > after);
        for (const qint64 position : positions)
            QVERIFY(position <= page->last);
        after = page->last;
        more = page->more;
    }
    std::sort(positions.begin(), positions.end());
    QCOMPARE(positions.size(), 700);
    QCOMPARE(std::adjacent_find(positions.begin(), positions.end()), positions.end());
    QCOMPARE(after, 700);
    QVERIFY(pages > 2);
    const auto many = tail.page({.room = m_room, .after = 0, .limit = 500, .changes = true});
    QVERIFY(many->more);
    QCOMPARE(many->changes.size(), std::size_t(protocol::limits::pageEvents));
    QCOMPARE(many->last, many->changes.back()->position);
}

void TestTail::startsBehindTheNewestChangeOfARoom()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 5, 9);
    QVERIFY(!tail.page({.room = m_room, .after = 5, .limit = 10, .changes = true}));
    QVERIFY(tail.page({.room = m_room, .after = 9, .limit = 10, .changes = true}));
    QCOMPARE(tail.reached(m_room.id).message, 5);
    QVERIFY(tail.append({entryIn(m_room, 8)}).empty());
    QCOMPARE(tail.append({entryIn(m_room, 10)}).size(), 1u);
}

void TestTail::countsTheBytesOfWhatStandsInAnothersPlace()
{
    Tail tail(1'000'000);
    const NewMessage message = test::messageTo(m_room, u"one"_s);
    tail.append({makeEntry(message, 1)});
    const qint64 before = tail.bytes();
    tail.append({changeAt(tail, test::editOf(message, QString(5000, u'x')), 2)});
    QVERIFY(tail.bytes() > before + 10'000);
    tail.append({changeAt(tail, test::deletionOf(message), 3)});
    tail.setPersisted(0, 3);
    QVERIFY(tail.dropOlderThan(test::now() + 1h));
    QCOMPARE(tail.bytes(), 0);
    QCOMPARE(tail.unpersistedEntries(), 0);
}

QTEST_GUILESS_MAIN(TestTail)
#include "tst_tail.moc"

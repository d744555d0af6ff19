// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/reading.h"
#include "tests/unit/app/archive_helpers.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Message;
using protocol::Room;

namespace {

const QUuid lobby = QUuid::createUuid();

/// A room whose messages have every third position; those of Ann are named.
class FakeRoom : public MessageCounter
{
public:
    explicit FakeRoom(int messages, QList<qint64> own = {})
        : m_own(std::move(own))
    {
        say(messages);
    }

    void say(int messages)
    {
        for (int i = 0; i < messages; ++i)
            m_positions.append(m_positions.size() * 3 + 3);
        known = {1, m_positions.isEmpty() ? 0 : m_positions.constLast()};
    }
    qint64 at(int number) const { return m_positions[number - 1]; } ///< 1 is the first.
    Room room(const QByteArray &epoch = {}) const
    {
        Room room;
        room.epoch = epoch;
        room.id = lobby;
        room.messageCount = m_positions.size();
        room.lastPosition = m_positions.isEmpty() ? 0 : m_positions.constLast();
        return room;
    }

    std::optional<qint64> countBetween(qint64 after, qint64 upTo) const override
    {
        if (after < known.first - 1 || upTo > known.last)
            return std::nullopt;
        return std::count_if(m_positions.cbegin(), m_positions.cend(),
                             [&](qint64 one) { return one > after && one <= upTo; });
    }
    QList<qint64> ownBetween(qint64 after, qint64 upTo) const override
    {
        QList<qint64> between;
        std::copy_if(m_own.cbegin(), m_own.cend(), std::back_inserter(between),
                     [&](qint64 one) { return one > after && one <= upTo; });
        return between;
    }

    Span known; ///< What the window holds.

private:
    QList<qint64> m_positions;
    QList<qint64> m_own;
};

Message said(qint64 position, const QString &nickname, const QString &text)
{
    Message message;
    message.position = position;
    message.nickname = nickname;
    message.text = text;
    return message;
}

} // namespace

/// What counts as read, without a window and without a server.
class TestReading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aNewcomerHasMissedNothing();
    void aRoomThatWasMadeSinceIsUnread();
    void whatWasShownIsRead();
    void whatWasShownInTheMiddleLeavesTheRestUnread();
    void aJumpToTheNewestCountsFromTheRoom();
    void aMarkThatConnectsToNothingWaits();
    void aListThatLagsBehindIsNoReasonToCountWrong();
    void ownMessagesAreNeverUnread();
    void whatIsMarkedUnreadStaysSoUntilOneLeaves();
    void aMentionIsCountedUntilItIsRead_data();
    void aMentionIsCountedUntilItIsRead();
    void everythingIsThereAtTheNextStart();
    void nothingIsReadOfALogThatWasPutBack();
    void nothingIsReadOfALogThatWasPutBackAndOutgrown();
    void aRestartLeavesWhatWasRead();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
    std::unique_ptr<Reading> m_reading;
};

void TestReading::init()
{
    m_reading.reset();
    m_archive.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
    m_reading = std::make_unique<Reading>(*m_archive, u"Ann"_s);
}

void TestReading::aNewcomerHasMissedNothing()
{
    const FakeRoom room(500);
    m_reading->noteRooms({room.room()});
    QCOMPARE(m_reading->unread(lobby), 0);
    QCOMPARE(m_reading->readUpTo(lobby), room.at(500));
}

void TestReading::aRoomThatWasMadeSinceIsUnread()
{
    m_reading->noteRooms({});
    const FakeRoom room(2);
    m_reading->noteRoom(room.room());
    QCOMPARE(m_reading->unread(lobby), 2);
}

void TestReading::whatWasShownIsRead()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(3);
    m_reading->noteRoom(room.room());
    QCOMPARE(m_reading->unread(lobby), 3);
    QSignalSpy changed(m_reading.get(), &Reading::changed);

    m_reading->shown(lobby, room.at(8), room);

    QCOMPARE(m_reading->unread(lobby), 0);
    QCOMPARE(changed.size(), 1);
    m_reading->shown(lobby, room.at(6), room); // scrolled up: what was read stays read
    QCOMPARE(m_reading->readUpTo(lobby), room.at(8));
    QCOMPARE(changed.size(), 1);
}

void TestReading::whatWasShownInTheMiddleLeavesTheRestUnread()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(10);
    m_reading->noteRoom(room.room());
    m_reading->shown(lobby, room.at(9), room);
    QCOMPARE(m_reading->unread(lobby), 6);
    QCOMPARE(m_reading->readUpTo(lobby), room.at(9));
}

void TestReading::aJumpToTheNewestCountsFromTheRoom()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(1000);
    m_reading->noteRoom(room.room());
    room.known = {room.at(906), room.at(1005)}; // does not reach back to the mark
    m_reading->shown(lobby, room.at(1000), room);
    QCOMPARE(m_reading->unread(lobby), 5);
}

void TestReading::aMarkThatConnectsToNothingWaits()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(1000);
    m_reading->noteRoom(room.room());
    room.known = {room.at(400), room.at(500)}; // neither to the mark nor to the newest
    m_reading->shown(lobby, room.at(450), room);
    QCOMPARE(m_reading->unread(lobby), 1000);
    room.known = {room.at(5), room.at(500)};
    m_reading->shown(lobby, room.at(450), room);
    QCOMPARE(m_reading->unread(lobby), 555);
}

void TestReading::aListThatLagsBehindIsNoReasonToCountWrong()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    const Room before = room.room();
    room.say(2); // the messages are here, the list is not
    m_reading->shown(lobby, room.at(7), room);
    QCOMPARE(m_reading->unread(lobby), 0);
    m_reading->noteRoom(before); // overtaken on its way
    m_reading->noteRoom(room.room());
    QCOMPARE(m_reading->unread(lobby), 0);
    room.say(1); // and the other way round
    m_reading->noteRoom(room.room());
    room.known.last = room.at(7);
    m_reading->shown(lobby, room.at(7), room);
    QCOMPARE(m_reading->unread(lobby), 1);
}

void TestReading::ownMessagesAreNeverUnread()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(3); // the second of them is Ann's, said before she went to another room
    m_reading->noteOwn(lobby, room.at(7));
    m_reading->noteRoom(room.room());
    QCOMPARE(m_reading->unread(lobby), 2);
    m_reading->shown(lobby, room.at(6), room);
    QCOMPARE(m_reading->unread(lobby), 1);
    m_reading->shown(lobby, room.at(8), room);
    QCOMPARE(m_reading->unread(lobby), 0);
    room.say(1);
    m_reading->noteRoom(room.room());
    QCOMPARE(m_reading->unread(lobby), 1);
}

void TestReading::whatIsMarkedUnreadStaysSoUntilOneLeaves()
{
    FakeRoom room(10, {27}); // the ninth is Ann's
    m_reading->noteRooms({room.room()});
    QVERIFY(m_reading->markUnread(lobby, room.at(8), room));
    QCOMPARE(m_reading->unread(lobby), 2); // the eighth and the tenth
    QCOMPARE(m_reading->readUpTo(lobby), room.at(8) - 1);
    m_reading->shown(lobby, room.at(10), room);
    QCOMPARE(m_reading->unread(lobby), 2);
    m_reading->leaveRoom(lobby);
    m_reading->shown(lobby, room.at(10), room);
    QCOMPARE(m_reading->unread(lobby), 0);
    room.known.first = room.at(9);
    QVERIFY(!m_reading->markUnread(lobby, room.at(2), room)); // what lies between is not known
    QVERIFY(m_reading->markUnread(lobby, room.at(9), room));
    m_reading->markAllRead(lobby);
    QCOMPARE(m_reading->unread(lobby), 0);
}

void TestReading::aMentionIsCountedUntilItIsRead_data()
{
    QTest::addColumn<QString>("me");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("mentions");
    QTest::newRow("with a sign") << u"Ann"_s << u"thanks, @ann!"_s << 1;
    QTest::newRow("as a word") << u"Ann"_s << u"Ann: look"_s << 1;
    QTest::newRow("within a word") << u"Ann"_s << u"Annual planning"_s << 0;
    QTest::newRow("at the end of a word") << u"Ann"_s << u"Joann said so"_s << 0;
    QTest::newRow("once is enough") << u"Ann"_s << u"Joann and Ann"_s << 1;
    QTest::newRow("a particle behind it") << u"민수"_s << u"민수야 여기 봐"_s << 1;
    QTest::newRow("within another name") << u"민수"_s << u"김민수"_s << 0;
    QTest::newRow("none") << u"Ann"_s << u"hello"_s << 0;
}

void TestReading::aMentionIsCountedUntilItIsRead()
{
    QFETCH(const QString, me);
    QFETCH(const QString, text);
    QFETCH(const int, mentions);
    Reading reading(*m_archive, me);
    FakeRoom room(5);
    reading.noteRooms({room.room()});
    room.say(2);
    reading.noteRoom(room.room());
    reading.noteArrived(lobby, {said(room.at(6), u"Ben"_s, text), said(room.at(7), me, text)});
    QCOMPARE(reading.mentions(lobby), mentions);
    QCOMPARE(reading.unread(lobby), 1); // the other is one's own
    reading.shown(lobby, room.at(7), room);
    QCOMPARE(reading.mentions(lobby), 0);
}

void TestReading::everythingIsThereAtTheNextStart()
{
    FakeRoom room(5);
    m_reading->noteRooms({room.room()});
    room.say(4);
    m_reading->shown(lobby, room.at(6), room);
    m_reading->noteArrived(lobby, {said(room.at(7), u"Ben"_s, u"Ann?"_s)});
    m_reading->noteOwn(lobby, room.at(8));
    m_reading.reset();
    m_archive.reset();

    m_archive = openArchive(*m_files);
    Reading again(*m_archive, u"Ann"_s);

    again.noteRooms({room.room()});
    QCOMPARE(again.readUpTo(lobby), room.at(6));
    QCOMPARE(again.unread(lobby), 2); // the seventh and the ninth
    QCOMPARE(again.mentions(lobby), 1);
}

void TestReading::nothingIsReadOfALogThatWasPutBack()
{
    FakeRoom before(10);
    m_reading->noteRooms({before.room("before")});
    m_reading->noteArrived(lobby, {said(before.at(10) + 3, u"Ben"_s, u"Ann?"_s)});
    m_reading->noteOwn(lobby, before.at(10) + 6);
    FakeRoom after(8); // of which nobody knows how many are those of before
    m_reading->noteRoom(after.room("after"));
    QCOMPARE(m_reading->unread(lobby), 8);
    QCOMPARE(m_reading->mentions(lobby), 0);
    QCOMPARE(m_reading->readUpTo(lobby), 0);
    m_reading->shown(lobby, after.at(8), after);
    QCOMPARE(m_reading->unread(lobby), 0);
}

void TestReading::nothingIsReadOfALogThatWasPutBackAndOutgrown()
{
    FakeRoom before(10);
    m_reading->noteRooms({before.room("before")});
    FakeRoom after(12);
    m_reading->noteBegunAnew(lobby); // what the reader of the room finds out
    m_reading->shown(lobby, after.at(12), after);
    m_reading->noteRoom(after.room("after"));
    QCOMPARE(m_reading->unread(lobby), 12);
    QCOMPARE(m_reading->readUpTo(lobby), 0);
    m_reading->shown(lobby, after.at(11), after);
    QCOMPARE(m_reading->unread(lobby), 1);
    after.say(1);
    m_reading->noteRoom(after.room("of the next start"));
    QCOMPARE(m_reading->unread(lobby), 2);
}

void TestReading::aRestartLeavesWhatWasRead()
{
    FakeRoom room(10);
    m_reading->noteRooms({room.room("before")});
    room.say(2);
    m_reading->noteRoom(room.room("after"));
    QCOMPARE(m_reading->unread(lobby), 2);
    QCOMPARE(m_reading->readUpTo(lobby), room.at(10));
}

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"

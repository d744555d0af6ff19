// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "tests/gui/server_process.h"
#include "tests/gui/speaker.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// Going to and fro between rooms and windows: what was written stays where it was written, and
/// only what was seen counts as read.
class TestRoomChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsTypedInOneRoomIsNeverSentInAnother();
    void draftsAreThereAtTheNextStart();
    void aLineStandsAboveWhatCameMeanwhile_data() { eachTransport(); }
    void aLineStandsAboveWhatCameMeanwhile();
    void aWindowBehindOthersReadsNothing_data() { eachTransport(); }
    void aWindowBehindOthersReadsNothing();
    void ownMessagesAreNotUnread_data() { eachTransport(); }
    void ownMessagesAreNotUnread();
    void whatIsNotShownIsNotReadWhileTheServerIsAway();
    void whatIsDoneToAMessageIsSeen_data() { eachTransport(); }
    void whatIsDoneToAMessageIsSeen();
    void oneComesBackToWhereOneWasReading();
    void aRoomThatWasReadOnceCanBeReadWithoutTheServer();
    void aRoomThatCannotBeReadIsNotCalledEmpty();
};

namespace {

QPlainTextEdit *field(Person &person)
{
    return person.find<QPlainTextEdit>("composerField");
}

ui::TimelineView *timeline(Person &person)
{
    return person.find<ui::TimelineView>("timeline");
}

bool activate(Person &person)
{
    person.window()->activateWindow();
    return QTest::qWaitFor([&person] { return person.window()->isActiveWindow(); });
}

/// Ann and Ben in a room each of whose names Ben's list shows; Ben is in the lobby.
void meet(const ServerHere &server, Person &ann, Person &ben, ui::TransportKind transport)
{
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), transport));
    ann.makeRoom(u"Attic"_s);
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.seesRoom(u"Attic"_s));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
}

} // namespace

void TestRoomChanges::whatIsTypedInOneRoomIsNeverSentInAnother()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(server, ann, ben, ui::TransportKind::Live);
    QVERIFY(activate(ben));
    QTest::keyClicks(field(ben), u"for the lobby"_s);

    QTest::keyClick(ben.window(), Qt::Key_Down, Qt::AltModifier);
    if (!field(ben)->toPlainText().isEmpty()) // the lobby was the last in the list
        QTest::keyClick(ben.window(), Qt::Key_Up, Qt::AltModifier);

    QTRY_COMPARE(field(ben)->toPlainText(), QString());
    QTest::keyClick(field(ben), Qt::Key_Return);
    ben.say(u"for the attic"_s);
    QTRY_COMPARE(ben.texts(), QStringList({u"for the attic"_s}));
    // And to and fro without a letter typed between: each room has its own, or none.
    for (int time = 0; time < 2; ++time) {
        QVERIFY(ben.openRoom(u"Attic"_s));
        QTRY_COMPARE(field(ben)->toPlainText(), QString());
        QVERIFY(ben.openRoom(u"Lobby"_s));
        QTRY_COMPARE(field(ben)->toPlainText(), u"for the lobby"_s);
    }
    QTest::keyClick(field(ben), Qt::Key_Return);
    QTRY_COMPARE(ann.texts(), QStringList({u"for the lobby"_s}));
}

void TestRoomChanges::draftsAreThereAtTheNextStart()
{
    const ServerHere server;
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        ann.options.room = u"Lobby"_s;
        QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
        QTRY_VERIFY(ann.hasLoadedRoom());
        QTest::keyClicks(field(ann), u"half a thou"_s);
        QVERIFY(ann.quit());
    }
    Person again(u"Ann"_s, folder.path());
    again.options.room = u"Lobby"_s;
    QVERIFY(again.join(server.port(), ui::TransportKind::Polling));
    QTRY_COMPARE(field(again)->toPlainText(), u"half a thou"_s);
}

void TestRoomChanges::aLineStandsAboveWhatCameMeanwhile()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(server, ann, ben, transport);
    QVERIFY(activate(ben));
    ann.say(u"seen"_s);
    QTRY_COMPARE(ben.texts().size(), 1);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
    QCOMPARE(timeline(ben)->firstUnreadPosition(), 0);
    QVERIFY(ben.openRoom(u"Attic"_s));
    QTRY_VERIFY(ben.texts().isEmpty());
    for (int i = 1; i <= 5; ++i)
        ann.say(u"new %1"_s.arg(i));
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 5);

    QVERIFY(ben.openRoom(u"Lobby"_s));

    QTRY_COMPARE(ben.texts().size(), 6);
    const auto firstNew = [&ben] {
        return timeline(ben)->model()->index(1, 0).data(ui::PositionRole).toLongLong();
    };
    QTRY_COMPARE(timeline(ben)->firstUnreadPosition(), firstNew());
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
}

void TestRoomChanges::aWindowBehindOthersReadsNothing()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(server, ann, ben, transport);
    QVERIFY(activate(ann)); // in front of Ben's
    ann.say(u"one"_s);
    ann.say(u"two"_s);
    QTRY_COMPARE(ben.texts().size(), 2);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 2);
    QVERIFY(timeline(ben)->firstUnreadPosition() > 0);

    QVERIFY(activate(ben));

    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
}

void TestRoomChanges::ownMessagesAreNotUnread()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ben.options.pollingInterval = std::chrono::seconds(2);
    meet(server, ann, ben, transport);
    QVERIFY(activate(ben));
    ben.say(u"mine"_s);
    QVERIFY(ben.openRoom(u"Attic"_s)); // before it has come back
    QTRY_COMPARE(ann.texts(), QStringList({u"mine"_s}));
    ann.say(u"theirs"_s);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 1);
}

void TestRoomChanges::whatIsNotShownIsNotReadWhileTheServerIsAway()
{
    ServerProcess server;
    QVERIFY(server.start());
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QVERIFY(activate(ben));
    ben.makeRoom(u"Attic"_s);
    QTRY_VERIFY(ben.seesRoom(u"Attic"_s));
    ann.say(u"missed"_s);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 1);
    server.kill();
    QTRY_VERIFY(!ben.isOnline());
    QVERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_VERIFY(ben.window()->windowTitle().contains(u"Lobby"_s));
    QCOMPARE(ben.unreadIn(u"Lobby"_s), 1);
    QVERIFY(server.start());
    QTRY_COMPARE_WITH_TIMEOUT(ben.texts(), QStringList({u"missed"_s}), 20'000);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
}

void TestRoomChanges::whatIsDoneToAMessageIsSeen()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid lobby = ben.makeRoom(u"Lobby"_s);
    QVERIFY(!ben.makeRoom(u"Attic"_s).isNull());
    protocol::SendRequest said;
    said.id = protocol::makeMessageId();
    said.text = "teh first";
    QVERIFY(ben.send(lobby, said));
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), transport));
    QTRY_VERIFY(ann.openRoom(u"Lobby"_s));
    QTRY_COMPARE(ann.texts(), QStringList({u"teh first"_s}));
    protocol::SendRequest edit;
    edit.id = protocol::makeMessageId();
    edit.event = protocol::EventType::Edit;
    edit.target = *said.id;
    edit.text = "the first";

    QVERIFY(ben.send(lobby, edit));

    QTRY_COMPARE(ann.texts(), QStringList({u"the first"_s}));
    const auto first = [&ann] { return timeline(ann)->model()->index(0, 0); };
    QVERIFY(first().data(ui::EditedRole).toBool());
    QCOMPARE(ann.unreadIn(u"Lobby"_s), 0); // it is no message

    // And while one is elsewhere, to a message that this computer has kept.
    QVERIFY(ben.say(lobby, u"second"_s));
    QTRY_COMPARE(ann.texts().size(), 2);
    QVERIFY(ann.openRoom(u"Attic"_s));
    QTRY_VERIFY(ann.texts().isEmpty());
    protocol::SendRequest gone;
    gone.id = protocol::makeMessageId();
    gone.event = protocol::EventType::Delete;
    gone.target = *said.id;
    QVERIFY(ben.send(lobby, gone));
    QVERIFY(ann.openRoom(u"Lobby"_s));
    QTRY_COMPARE(ann.texts(), QStringList({QString(), u"second"_s}));
    QVERIFY(first().data(ui::DeletedRole).toBool());
}

void TestRoomChanges::oneComesBackToWhereOneWasReading()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(server, ann, ben, ui::TransportKind::Live);
    for (int i = 0; i < 150; ++i)
        ann.say(u"message %1"_s.arg(i));
    QVERIFY(activate(ben));
    QTRY_COMPARE_WITH_TIMEOUT(ben.texts().size(), 150, 20'000);
    const QModelIndex wanted = timeline(ben)->model()->index(40, 0);
    timeline(ben)->scrollTo(wanted, QAbstractItemView::PositionAtTop);
    const ui::Anchor before = timeline(ben)->anchor();
    QVERIFY(!before.atEnd);

    QVERIFY(ben.openRoom(u"Attic"_s));
    QTRY_VERIFY(ben.texts().isEmpty());
    QVERIFY(ben.openRoom(u"Lobby"_s));

    QTRY_COMPARE(timeline(ben)->anchor(), before);
}

void TestRoomChanges::aRoomThatWasReadOnceCanBeReadWithoutTheServer()
{
    ServerProcess server;
    QVERIFY(server.start());
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    ann.say(u"kept"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    ann.makeRoom(u"Attic"_s);
    QTRY_COMPARE(ann.texts().size(), 0);
    server.kill();
    QTRY_VERIFY(!ann.isOnline());
    QVERIFY(ann.openRoom(u"Lobby"_s));
    QTRY_COMPARE(ann.texts(), QStringList({u"kept"_s}));
}

void TestRoomChanges::aRoomThatCannotBeReadIsNotCalledEmpty()
{
    ServerProcess server;
    QVERIFY(server.start());
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    ann.say(u"hello"_s);
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ben.seesRoom(u"Lobby"_s));
    server.kill();
    QTRY_VERIFY(!ben.isOnline());
    QVERIFY(ben.openRoom(u"Lobby"_s));
    auto *const failed = ben.find<QWidget>("historyFailed");
    QTRY_VERIFY(failed->isVisible());
    QVERIFY(!ben.find<QWidget>("noMessages")->isVisible());
    QVERIFY(server.start());
    QTRY_COMPARE_WITH_TIMEOUT(ben.texts(), QStringList({u"hello"_s}), 20'000);
    QVERIFY(!failed->isVisible());
}

QTEST_MAIN(TestRoomChanges)
#include "tst_room_changes.moc"

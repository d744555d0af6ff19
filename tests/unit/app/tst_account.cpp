// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "tests/unit/app/fake_chat_server.h"
#include "tests/unit/app/fake_stomp.h"
#include "tests/unit/app/someone.h"
#include "ui/rooms/room_roles.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

/// An account lives without a window.
class TestAccount : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsTheRoomsWithWhatIsUnread();
    void readsARoomWhileItIsOpenAndNoLongerAfterwards();
    void sendsWhatWasWritten();
    void sendsAndReadsLive();
    void sendsWhatWasWrittenWhileTheServerWasAway();
    void tellsWhetherTheServerIsThere();
    void twoSideBySideDoNotDisturbEachOther();
    void theRoomsOfTheLastTimeAreThereBeforeTheServerAnswers();
    void goesOnWithANewSessionWhenItsOwnIsLost();
    void endsWhenTheNicknameIsSomebodyElses();
    void tellsARoomThatTheServerRefuses();
    void movesToAnotherAddress();
    void leavesAndFreesTheNickname();
    void leavesAServerThatIsAway();
    void leavesAServerThatSaysNothing();
    void claimsNothingAnewOnceItLeaves();
};

void TestAccount::listsTheRoomsWithWhatIsUnread()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s, 3);
    server.addRoom(u"Attic"_s);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QVERIFY(!ann.account->knowsRooms());
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    QCOMPARE(ann.account->rooms().all().size(), 2);
    QCOMPARE(ann.unreadIn(u"Lobby"_s), 0); // said before she came
    server.say(lobby, u"Ben"_s, u"hello"_s);
    server.say(lobby, u"Ben"_s, u"anybody?"_s);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 2);
    QCOMPARE(ann.unreadIn(u"Attic"_s), 0);
}

void TestAccount::readsARoomWhileItIsOpenAndNoLongerAfterwards()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s, 2);
    const QUuid attic = server.addRoom(u"Attic"_s, 1);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    ann.account->open(lobby);
    QTRY_COMPARE(ann.texts(), QStringList({u"message 1"_s, u"message 2"_s}));
    server.say(lobby, u"Ben"_s, u"new"_s);
    QTRY_COMPARE(ann.texts().size(), 3);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1); // nobody has seen it
    ann.sees(lobby, 3);
    QCOMPARE(ann.unreadIn(u"Lobby"_s), 0);

    ann.account->open(attic);
    QTRY_COMPARE(ann.texts(), QStringList {u"message 1"_s});
    server.say(lobby, u"Ben"_s, u"elsewhere"_s);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1);
    QCOMPARE(ann.texts().size(), 1);

    ann.account->conversation().close();
    QVERIFY(ann.account->conversation().room().isNull());
    QCOMPARE(ann.texts(), QStringList());
    server.say(attic, u"Ben"_s, u"for nobody"_s);
    QTRY_COMPARE(ann.unreadIn(u"Attic"_s), 1);
    QCOMPARE(ann.texts(), QStringList());
}

void TestAccount::sendsWhatWasWritten()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    // In a room that is not even open.
    for (const QString &text : {u"one"_s, u"two"_s, u"three"_s})
        ann.account->outbox().add(lobby, TextMessage {text});
    QTRY_COMPARE(server.textsIn(lobby), QStringList({u"one"_s, u"two"_s, u"three"_s}));
    QTRY_COMPARE(ann.account->outbox().unsent().size(), 0);
    QTRY_COMPARE(ann.account->rooms().room(lobby)->messageCount, 3);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
}

void TestAccount::sendsAndReadsLive()
{
    FakeStomp server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url(), false));
    ann.account->start(ui::TransportKind::Live);
    QTRY_VERIFY(ann.account->isOnline());
    QTRY_VERIFY(!server.subscriptionTo("/topic/rooms").isEmpty());
    protocol::RoomEvent event;
    event.kind = protocol::RoomEvent::Kind::Created;
    event.room.id = QUuid::createUuid();
    event.room.name = u"Lobby"_s;
    event.room.creator = u"Ben"_s;
    event.room.created = QDateTime::currentDateTimeUtc();
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo("/topic/rooms")}},
                      protocol::writeRoomEvent(event)));
    QTRY_COMPARE(ann.account->rooms().all().size(), 1);
    ann.account->outbox().add(event.room.id, TextMessage {u"hello"_s});
    QTRY_COMPARE(server.framesOf("SEND").size(), 1);
    QCOMPARE(protocol::parseSendRequest(server.framesOf("SEND").constFirst().body)->text, "hello");
}

void TestAccount::sendsWhatWasWrittenWhileTheServerWasAway()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    server.mood = FakeChatServer::Mood::Away;
    QTRY_VERIFY(!ann.account->isOnline());
    ann.account->outbox().add(lobby, TextMessage {u"first"_s});
    ann.account->outbox().add(lobby, TextMessage {u"second"_s});
    QTRY_COMPARE(ann.account->outbox().size(), 2);
    server.mood = FakeChatServer::Mood::There;
    ann.account->transports().current()->retryNow();
    QTRY_COMPARE(server.textsIn(lobby), QStringList({u"first"_s, u"second"_s}));
    QTRY_COMPARE(ann.account->outbox().size(), 0);
}

void TestAccount::tellsWhetherTheServerIsThere()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy online(ann.account.get(), &Account::onlineChanged);
    QVERIFY(!ann.account->isOnline());
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->isOnline());
    server.mood = FakeChatServer::Mood::Away;
    QTRY_VERIFY(!ann.account->isOnline());
    server.mood = FakeChatServer::Mood::There;
    QTRY_VERIFY(ann.account->isOnline());
    QCOMPARE(online, (QList<QVariantList> {{true}, {false}, {true}}));
}

void TestAccount::twoSideBySideDoNotDisturbEachOther()
{
    FakeChatServer here;
    FakeChatServer there;
    const QUuid lobby = here.addRoom(u"Lobby"_s, 1);
    const QUuid office = there.addRoom(u"Office"_s, 2);
    Someone ann(u"Ann"_s);
    Someone work(u"Ann"_s);
    QVERIFY(ann.join(here.url()));
    QVERIFY(work.join(there.url()));
    for (const Someone *const one : {&ann, &work})
        one->account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms() && work.account->knowsRooms());
    ann.account->open(lobby);
    work.account->open(office);
    QTRY_COMPARE(ann.texts().size(), 1);
    QTRY_COMPARE(work.texts().size(), 2);

    there.mood = FakeChatServer::Mood::Away;
    QTRY_VERIFY(!work.account->isOnline());
    work.account->outbox().add(office, TextMessage {u"later"_s});
    ann.account->outbox().add(lobby, TextMessage {u"now"_s});
    QTRY_COMPARE(here.textsIn(lobby).last(), u"now"_s);
    QVERIFY(ann.account->isOnline());
    QCOMPARE(work.account->outbox().unsent().size(), 1);
    QCOMPARE(ann.account->rooms().all().size(), 1);

    ann.end();
    there.mood = FakeChatServer::Mood::There;
    work.account->transports().current()->retryNow();
    QTRY_COMPARE(there.textsIn(office).last(), u"later"_s);
}

void TestAccount::theRoomsOfTheLastTimeAreThereBeforeTheServerAnswers()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s, 2);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    ann.account->open(lobby);
    QTRY_COMPARE(ann.texts().size(), 2);
    ann.end();

    QVERIFY(ann.join(server.url()));
    server.mood = FakeChatServer::Mood::Silent;
    ann.account->start(ui::TransportKind::Polling);
    QVERIFY(!ann.account->knowsRooms());
    QCOMPARE(ann.account->rooms().all().size(), 1);
    ann.account->open(lobby);
    QTRY_COMPARE(ann.texts().size(), 2);
    QVERIFY(!ann.account->isOnline());
}

void TestAccount::goesOnWithANewSessionWhenItsOwnIsLost()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s, 1);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy ended(ann.account.get(), &Account::sessionEnded);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    ann.account->open(lobby);
    QTRY_COMPARE(ann.texts().size(), 1);
    server.forgetSessions();
    // With the old token, which is unknown, and then without one.
    QTRY_COMPARE(server.count("POST /api/v1/session"), 3);
    server.say(lobby, u"Ben"_s, u"still there?"_s);
    QTRY_COMPARE(ann.texts().size(), 2);
    ann.account->outbox().add(lobby, TextMessage {u"yes"_s});
    QTRY_COMPARE(ann.texts().size(), 3);
    QTRY_COMPARE(ann.account->outbox().size(), 0);
    QVERIFY(ann.account->isOnline());
    QVERIFY(ended.isEmpty());
}

void TestAccount::endsWhenTheNicknameIsSomebodyElses()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy ended(ann.account.get(), &Account::sessionEnded);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    server.refusesClaims = Code::NicknameTaken;
    server.forgetSessions();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended[0][0].value<protocol::Error>().code, Code::NicknameTaken);
}

void TestAccount::tellsARoomThatTheServerRefuses()
{
    FakeChatServer server;
    const QUuid lobby = server.addRoom(u"Lobby"_s, 1);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy refused(&ann.account->conversation(), &Conversation::failed);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    protocol::Room gone = *ann.account->rooms().room(lobby);
    gone.id = QUuid::createUuid();
    gone.name = u"Gone"_s;
    ann.account->rooms().changeRoom(gone);
    ann.account->open(gone.id);
    QTRY_VERIFY(!refused.isEmpty());
    QCOMPARE(refused[0][0].value<protocol::Error>().code, Code::RoomNotFound);
    ann.account->open(lobby); // and the others go on
    QTRY_COMPARE(ann.texts().size(), 1);
}

void TestAccount::movesToAnotherAddress()
{
    FakeChatServer before;
    FakeChatServer after;
    before.addRoom(u"Lobby"_s);
    after.addRoom(u"Attic"_s);
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(before.url()));
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    before.mood = FakeChatServer::Mood::Away;
    QTRY_VERIFY(!ann.account->isOnline());
    ann.account->moveTo(after.url()); // which does not know the session
    QTRY_VERIFY(ann.account->rooms().roomByName(u"Attic"_s) != nullptr);
    QVERIFY(ann.account->isOnline());
}

void TestAccount::leavesAndFreesTheNickname()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy left(ann.account.get(), &Account::left);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    ann.account->leave();
    QTRY_COMPARE(left.size(), 1);
    QCOMPARE(server.count("DELETE /api/v1/session"), 1);
    const qsizetype asked = server.count("GET");
    QVERIFY(!ann.account->isOnline());
    Someone ben(u"Ben"_s);
    QVERIFY(ben.join(server.url())); // there and back, and Ann's would have come too
    QCOMPARE(server.count("GET"), asked);
}

void TestAccount::leavesAServerThatIsAway()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy left(ann.account.get(), &Account::left);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    server.mood = FakeChatServer::Mood::Away;
    QTRY_VERIFY(!ann.account->isOnline());
    ann.account->leave();
    QTRY_COMPARE(left.size(), 1);
}

void TestAccount::leavesAServerThatSaysNothing()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy left(ann.account.get(), &Account::left);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    server.mood = FakeChatServer::Mood::Silent;
    ann.account->leave();
    QTRY_COMPARE_WITH_TIMEOUT(left.size(), 1, 30'000); // a call is given up after ten seconds
}

void TestAccount::claimsNothingAnewOnceItLeaves()
{
    FakeChatServer server;
    Someone ann(u"Ann"_s);
    QVERIFY(ann.join(server.url()));
    QSignalSpy left(ann.account.get(), &Account::left);
    QSignalSpy ended(ann.account.get(), &Account::sessionEnded);
    QSignalSpy waits(ann.account.get(), &Account::renewalWaits);
    ann.account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(ann.account->knowsRooms());
    server.refusesClaims = Code::DatabaseUnavailable;
    server.forgetSessions();
    QTRY_VERIFY(!waits.isEmpty());
    ann.account->leave();
    server.refusesClaims.reset();
    QTRY_COMPARE(left.size(), 1);
    const qsizetype claims = server.count("POST /api/v1/session");
    // The pause before the next claim is at most a second.
    QVERIFY(!QTest::qWaitFor([&] { return server.count("POST /api/v1/session") > claims; }, 2'000));
    QVERIFY(ended.isEmpty());
}

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"

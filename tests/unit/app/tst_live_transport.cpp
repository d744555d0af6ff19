// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/error_text.h"
#include "app/server_connection/live_transport.h"
#include "protocol/destinations.h"
#include "tests/unit/app/fake_stomp.h"
#include "tests/unit/app/transport_helpers.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

class TestLiveTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resumesBehindTheLastPosition();
    void handsOnABurstAsOneList();
    void gathersWhatComesSoonAfter();
    void tellsOnlyTheNewestOfARoomThatChangesOften();
    void sendsWhatIsDoneToMessagesToo();
    void tellsRefusals();
    void givesUpASendWithoutReceipt();
    void answersSendsWhenTheConnectionEnds();
    void tellsWhatIsDoneToMessages();
    void asksEverLaterForWhatIsRefused();
    void tellsALostSession();
    void changesRooms();
    void tellsAndHearsWhoIsTyping();
};

void TestLiveTransport::resumesBehindTheLastPosition()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.setBackoff(Backoff(100ms, 100ms));
    QSignalSpy heard(&live, &Transport::heard);
    QSignalSpy online(&live, &Transport::onlineChanged);
    const QByteArray destination = "/topic/rooms/" + lobby.toByteArray(QUuid::WithoutBraces);
    live.openRoom(lobby, 3);
    live.start();
    QCOMPARE(std::get<LiveStatus>(live.status()).state, ui::LiveState::Connecting);
    QTRY_VERIFY(!server.subscriptionTo(destination).isEmpty());
    QCOMPARE(std::get<LiveStatus>(live.status()).state, ui::LiveState::Connected);
    QCOMPARE(std::get<LiveStatus>(live.status()).secondsSinceHeartBeat, 0);
    for (const qint64 position : {4, 5, 5, 2}) {
        server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(destination)}},
                          protocol::writeMessage(message(position))));
    }
    server.send(
        frame("MESSAGE", {{"subscription", server.subscriptionTo(destination)}}, "garbled"));
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({4, 5}));
    server.frames.clear();
    server.hangUp();
    QTRY_VERIFY(!live.isOnline());
    QCOMPARE(std::get<LiveStatus>(live.status()).state, ui::LiveState::Waiting);
    QVERIFY(!std::get<LiveStatus>(live.status()).sentence.isEmpty());
    live.retryNow();
    QTRY_VERIFY(!server.subscriptionTo(destination).isEmpty());
    const auto subscriptions = server.framesOf("SUBSCRIBE");
    QVERIFY(std::any_of(subscriptions.begin(), subscriptions.end(),
                        [](const auto &one) { return one.header("after") == "5"; }));
    QCOMPARE(online.size(), 3);
}

void TestLiveTransport::handsOnABurstAsOneList()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    QSignalSpy heard(&live, &Transport::heard);
    live.openRoom(lobby, 0);
    live.start();
    const QByteArray destination = "/topic/rooms/" + lobby.toByteArray(QUuid::WithoutBraces);
    QTRY_VERIFY(!server.subscriptionTo(destination).isEmpty());
    for (qint64 position = 1; position <= 300; ++position) {
        server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(destination)}},
                          protocol::writeMessage(message(position))));
    }
    protocol::RoomEvent event;
    event.kind = protocol::RoomEvent::Kind::Created;
    event.room.id = lobby;
    event.room.name = u"Lobby"_s;
    event.room.creator = u"Ben"_s;
    event.room.created = QDateTime::currentDateTimeUtc();
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo("/topic/rooms")}},
                      protocol::writeRoomEvent(event)));
    QTRY_COMPARE(positionsOf(heard).size(), 300);
    QTRY_COMPARE(eventsOf<protocol::RoomEvent>(heard).size(), 1);
    QVERIFY(eventsOf<MessagesArrived>(heard).size() < 150);
}

void TestLiveTransport::gathersWhatComesSoonAfter()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.setGatheringTime(1h);
    QSignalSpy heard(&live, &Transport::heard);
    live.openRoom(lobby, 0);
    live.start();
    const QByteArray room = protocol::roomDestination(lobby);
    const QByteArray typing = protocol::typingDestination(lobby);
    QTRY_VERIFY(!server.subscriptionTo(typing).isEmpty());
    const auto say = [&](qint64 position) {
        server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(room)}},
                          protocol::writeMessage(message(position))));
    };
    say(1);
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1})); // nothing came before: it waits for none
    say(2);
    Sent sent; // whose receipt comes behind it
    live.send(outgoing(), into(sent));
    QTRY_VERIFY(sent);
    // Nor does a list of rooms end the wait that could not be read, here again and again.
    const int sockets = server.sockets;
    QTRY_VERIFY(server.sockets >= sockets + 2); // the answer to the first of them was taken
    QCOMPARE(positionsOf(heard), QList<qint64>({1}));
    say(3);
    // What may not overtake them ends the wait.
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(typing)}},
                      protocol::writeTypingEvent({u"Ben"_s})));
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1, 2, 3}));
    QCOMPARE(eventsOf<MessagesArrived>(heard).size(), 2);
}

void TestLiveTransport::tellsOnlyTheNewestOfARoomThatChangesOften()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.setGatheringTime(300ms);
    QSignalSpy heard(&live, &Transport::heard);
    live.start();
    QTRY_VERIFY(!server.subscriptionTo("/topic/rooms").isEmpty());
    for (qint64 count = 1; count <= 200; ++count) {
        protocol::RoomEvent event;
        event.room.id = lobby;
        event.room.name = u"Lobby"_s;
        event.room.creator = u"Ben"_s;
        event.room.created = QDateTime::currentDateTimeUtc();
        event.room.messageCount = count;
        server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo("/topic/rooms")}},
                          protocol::writeRoomEvent(event)));
    }
    const auto counts = [&heard] {
        QList<qint64> all;
        for (const auto &event : eventsOf<protocol::RoomEvent>(heard))
            all.append(event.room.messageCount);
        return all;
    };
    QTRY_VERIFY(!counts().isEmpty() && counts().constLast() == 200);
    QVERIFY(counts().size() < 100);
    const QList<qint64> told = counts();
    QVERIFY(std::is_sorted(told.cbegin(), told.cend()));
}

void TestLiveTransport::sendsWhatIsDoneToMessagesToo()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.start();
    QTRY_VERIFY(live.isOnline());
    for (const auto &[outgoing, request] : outgoingOfEachKind()) {
        const qsizetype before = server.framesOf("SEND").size();
        Sent sent;
        live.send(outgoing, into(sent));
        QTRY_COMPARE(server.framesOf("SEND").size(), before + 1);
        const auto frame = server.framesOf("SEND").constLast();
        QCOMPARE(*protocol::parseSendRequest(frame.body), request);
        QCOMPARE(frame.header("destination"), protocol::sendDestination(lobby));
        QTRY_VERIFY(sent);
        QVERIFY(sent->ok());
    }
}

void TestLiveTransport::tellsRefusals()
{
    FakeStomp server;
    server.answersReceipts = false;
    HttpClient http(server.url());
    LiveTransport live(http);
    QSignalSpy refused(&live, &Transport::roomRefused);
    live.openRoom(lobby, 0);
    live.start();
    QTRY_VERIFY(!server.subscriptionTo("/user/queue/errors").isEmpty());
    const QByteArray errors = server.subscriptionTo("/user/queue/errors");
    const Outgoing first = outgoing();
    Sent sent;
    live.send(first, into(sent));
    QTRY_COMPARE(server.framesOf("SEND").size(), 1);
    const auto request = protocol::parseSendRequest(server.framesOf("SEND").constFirst().body);
    QCOMPARE(request->id, first.id);
    server.send(frame(
        "MESSAGE",
        {{"subscription", errors}, {"message-id", first.id.toByteArray(QUuid::WithoutBraces)}},
        protocol::writeProblem({Code::TextInvalid, u"No."_s, {}})));
    QTRY_VERIFY(sent);
    QCOMPARE(sent->error().code, Code::TextInvalid);
    server.send(frame("MESSAGE", {{"subscription", errors}},
                      protocol::writeProblem({Code::Internal, u"Hm."_s, {}})));
    server.send(frame("MESSAGE", {{"subscription", errors}},
                      protocol::writeProblem({Code::RoomNotFound, {}, {}})));
    QTRY_COMPARE(refused.size(), 1);
}

void TestLiveTransport::givesUpASendWithoutReceipt()
{
    FakeStomp server;
    server.answersReceipts = false;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.setReceiptTimeout(10ms);
    live.start();
    Sent offline;
    live.send(outgoing(), into(offline));
    QTRY_VERIFY(offline);
    QCOMPARE(offline->error().code, Code::NotConnected);
    QTRY_VERIFY(live.isOnline());
    Sent sent;
    live.send(outgoing(), into(sent));
    QTRY_VERIFY(sent);
    QCOMPARE(sent->error().code, Code::NotConnected);
}

void TestLiveTransport::answersSendsWhenTheConnectionEnds()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.start();
    QTRY_VERIFY(live.isOnline());
    Sent sent;
    live.send(outgoing(), into(sent));
    QTRY_VERIFY(sent);
    QCOMPARE(sent->value().position, 7);
    server.answersReceipts = false;
    Sent unsure;
    live.send(outgoing(), into(unsure));
    QTRY_COMPARE(server.framesOf("SEND").size(), 2);
    server.hangUp();
    QTRY_VERIFY(unsure);
    QCOMPARE(unsure->error().code, Code::NotConnected);
}

void TestLiveTransport::tellsWhatIsDoneToMessages()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.setBackoff(Backoff(10ms, 10ms));
    QStringList heard;
    connect(&live, &Transport::heard, this, [&](const ServerEvent &event) {
        if (const auto *said = std::get_if<MessagesArrived>(&event))
            for (const protocol::Message &one : said->messages)
                heard.append(u"said %1"_s.arg(one.position));
        else if (const auto *done = std::get_if<protocol::MessageEvent>(&event))
            heard.append(u"done %1"_s.arg(done->position));
    });
    live.openRoom(lobby, 3);
    live.start();
    const QByteArray room = protocol::roomDestination(lobby);
    QTRY_VERIFY(!server.subscriptionTo(room).isEmpty());
    const auto say = [&](qint64 position) {
        server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(room)}},
                          protocol::writeMessage(message(position))));
    };
    const auto edit = [&](qint64 position) {
        protocol::MessageEvent event;
        event.id = QUuid::createUuid();
        event.room = lobby;
        event.position = position;
        event.target = QUuid::createUuid();
        event.nickname = u"Ben"_s;
        event.text = u"better"_s;
        event.time = QDateTime::currentDateTimeUtc();
        server.send(frame("MESSAGE",
                          {{"subscription", server.subscriptionTo(room)}, {"type", "edit"}},
                          protocol::writeMessageEvent(event)));
    };
    say(4);
    edit(6);
    edit(5); // told before
    say(8);
    edit(9);
    // In the order in which it was done, although messages are handed on in lists.
    const QStringList all {u"said 4"_s, u"done 6"_s, u"said 8"_s, u"done 9"_s};
    QTRY_COMPARE(heard, all);
    server.frames.clear();
    server.hangUp();
    QTRY_VERIFY(!server.subscriptionTo(room).isEmpty());
    const auto subscriptions = server.framesOf("SUBSCRIBE");
    QVERIFY(std::any_of(subscriptions.begin(), subscriptions.end(), [](const auto &one) {
        return one.header("after") == "9" && one.header("events") == "true";
    }));
}

void TestLiveTransport::asksEverLaterForWhatIsRefused()
{
    FakeStomp server;
    const QByteArray room = protocol::roomDestination(lobby);
    server.silentAbout = room;
    HttpClient http(server.url());
    LiveTransport live(http);
    // Each pause is the ceiling itself, which doubles.
    live.setBackoff(Backoff(10s, 1h, [] { return 0.999999; }));
    live.openRoom(lobby, 3);
    live.start();
    std::vector<std::chrono::milliseconds> pauses;
    for (int time = 1; time <= 4; ++time) {
        QTRY_VERIFY(!server.subscriptionTo(room).isEmpty());
        server.frames.clear();
        server.send(frame("ERROR", {{"code", "history_behind"}},
                          protocol::writeProblem({Code::HistoryBehind, u"Not yet."_s, {}})));
        QTRY_COMPARE(std::get<LiveStatus>(live.status()).state, ui::LiveState::Waiting);
        const LiveStatus status = std::get<LiveStatus>(live.status());
        pauses.push_back(status.untilNext);
        QVERIFY2(status.sentence.contains(errorText({Code::HistoryBehind, {}, {}})), // why it waits
                 qPrintable(status.sentence));
        live.retryNow();
    }
    QVERIFY(std::is_sorted(pauses.begin(), pauses.end()));
    QVERIFY(pauses.back() > 4 * pauses.front());
}

void TestLiveTransport::tellsALostSession()
{
    FakeStomp server;
    server.answersConnect = false;
    HttpClient http(server.url());
    LiveTransport live(http);
    QSignalSpy lost(&live, &Transport::sessionLost);
    live.start();
    QTRY_COMPARE(server.framesOf("CONNECT").size(), 1);
    server.send(frame("ERROR", {{"code", "unauthorized"}}));
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(std::get<LiveStatus>(live.status()).state, ui::LiveState::Offline);
    live.retryNow();
    QCOMPARE(server.connections, 1);
}

void TestLiveTransport::changesRooms()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    live.openRoom(lobby, 0);
    live.start();
    const QByteArray first = protocol::roomDestination(lobby);
    QTRY_VERIFY(!server.subscriptionTo(first).isEmpty());
    const auto unsubscribed = [&](const QByteArray &id) {
        const auto frames = server.framesOf("UNSUBSCRIBE");
        return std::any_of(frames.begin(), frames.end(),
                           [&](const auto &one) { return one.header("id") == id; });
    };
    const QUuid attic = QUuid::createUuid();
    live.openRoom(attic, 9);
    QTRY_VERIFY(unsubscribed(server.subscriptionTo(first)));
    const QByteArray destination = protocol::roomDestination(attic);
    QTRY_VERIFY(!server.subscriptionTo(destination).isEmpty());
    QSignalSpy heard(&live, &Transport::heard);
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(destination)}},
                      protocol::writeMessage(message(10)))); // of the lobby
    live.closeRoom();
    QTRY_VERIFY(unsubscribed(server.subscriptionTo(destination)));
    QVERIFY(eventsOf<MessagesArrived>(heard).isEmpty());
}

void TestLiveTransport::tellsAndHearsWhoIsTyping()
{
    FakeStomp server;
    HttpClient http(server.url());
    LiveTransport live(http);
    QStringList heard;
    connect(&live, &Transport::heard, this, [&](const ServerEvent &event) {
        if (const auto *typing = std::get_if<protocol::TypingEvent>(&event))
            heard.append(typing->nickname);
        else if (std::holds_alternative<MessagesArrived>(event))
            heard.append(u"said"_s);
    });
    live.announce(typingAnnouncement); // without a connection, nothing
    live.openRoom(lobby, 0);
    live.start();
    const QByteArray room = protocol::roomDestination(lobby);
    const QByteArray typing = protocol::typingDestination(lobby);
    QTRY_VERIFY(!server.subscriptionTo(typing).isEmpty());
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(room)}},
                      protocol::writeMessage(message(1))));
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(typing)}},
                      protocol::writeTypingEvent({u"Ben"_s})));
    server.send(frame("MESSAGE", {{"subscription", server.subscriptionTo(typing)}}, "garbled"));
    // In the order in which it was done, although messages are handed on in lists.
    QTRY_COMPARE(heard, QStringList({u"said"_s, u"Ben"_s}));
    live.announce(typingAnnouncement);
    QTRY_COMPARE(server.framesOf("SEND").size(), 1);
    QCOMPARE(server.framesOf("SEND").constFirst().header("destination"),
             protocol::sayTypingDestination(lobby));
    live.closeRoom();
    QTRY_COMPARE(server.framesOf("UNSUBSCRIBE").size(), 2);
    live.announce(typingAnnouncement); // nor without a room
    live.openRoom(lobby, 1);
    QTRY_COMPARE(server.framesOf("SUBSCRIBE").size(), 6);
    QCOMPARE(server.framesOf("SEND").size(), 1);
}

QTEST_MAIN(TestLiveTransport)
#include "tst_live_transport.moc"

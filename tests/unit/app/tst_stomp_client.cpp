// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/stomp_client.h"
#include "tests/unit/app/fake_stomp.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::StompFrame;

class TestStompClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connectsWithTokenAndSubprotocol();
    void deliversMessagesAndReceipts();
    void unsubscribes();
    void reportsAnErrorOnce();
    void beatsAndNoticesSilence();
    void givesUpAConnectionThatIsNotAnswered();
    void survivesClosingInsideAHandler();
    void refusesGarbage();
};

void TestStompClient::connectsWithTokenAndSubprotocol()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    stomp.open(server.webSocketUrl(), "secret");
    QCOMPARE(stomp.state(), StompClient::State::Connecting);
    QTRY_COMPARE(connected.size(), 1);
    QCOMPARE(stomp.state(), StompClient::State::Connected);
    QCOMPARE(server.lastSubprotocol, u"v12.stomp"_s);
    const StompFrame connect = server.framesOf("CONNECT").constFirst();
    QVERIFY(connect.header("Authorization") == "Bearer secret");
    QVERIFY(connect.header("accept-version") == "1.2");
    stomp.close();
    QTRY_COMPARE(server.framesOf("DISCONNECT").size(), 1);
}

void TestStompClient::deliversMessagesAndReceipts()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 1);
    QList<QByteArray> bodies;
    int receipts = 0;
    const QByteArray id = stomp.subscribe(
        "/topic/rooms", {{"after", "3"}},
        [&bodies](const StompFrame &frame) { bodies.append(frame.body); },
        [&receipts](const StompFrame &) { ++receipts; });
    QTRY_COMPARE(receipts, 1);
    QVERIFY(server.framesOf("SUBSCRIBE").constFirst().header("after") == "3");
    server.send(frame("MESSAGE", {{"subscription", id}}, "one"));
    server.send(frame("MESSAGE", {{"subscription", "other"}}, "no"));
    server.send(frame("NONSENSE"));
    server.send(frame("RECEIPT", {{"receipt-id", "nobody's"}}));
    server.send(frame("MESSAGE", {{"subscription", id}}, "two"));
    QTRY_COMPARE(bodies, QList<QByteArray>({"one", "two"}));
    QByteArray position;
    stomp.send("/app/rooms/x", "{}", [&position](const StompFrame &frame) {
        position = frame.header("position").toByteArray();
    });
    QTRY_COMPARE(position, "7");
}

void TestStompClient::unsubscribes()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 1);
    const QByteArray id = stomp.subscribe("/topic/rooms", {}, [](const StompFrame &) {});
    stomp.unsubscribe(id);
    stomp.unsubscribe(id);
    QTRY_COMPARE(server.framesOf("UNSUBSCRIBE").size(), 1);
}

void TestStompClient::reportsAnErrorOnce()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    QSignalSpy closed(&stomp, &StompClient::closed);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 1);
    server.send(frame("ERROR", {{"code", "unauthorized"}, {"message", "Who are you?"}}));
    QTRY_COMPARE(closed.size(), 1);
    const auto why = closed[0][0].value<protocol::Error>();
    QCOMPARE(why.code, Code::Unauthorized);
    QCOMPARE(why.sentence, u"Who are you?"_s);
    QCOMPARE(stomp.state(), StompClient::State::Closed);

    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 2);
    server.hangUp();
    QTRY_COMPARE(closed.size(), 2);
    QCOMPARE(closed[1][0].value<protocol::Error>().code, Code::NotConnected);

    server.stopListening();
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(closed.size(), 3);
}

void TestStompClient::beatsAndNoticesSilence()
{
    FakeStomp server;
    server.heartBeatHeader = "50,50";
    StompClient stomp(StompClient::Timing {5s, 50ms});
    QSignalSpy closed(&stomp, &StompClient::closed);
    stomp.open(server.webSocketUrl(), {});
    QTRY_VERIFY(server.heartBeats > 0);
    QTRY_COMPARE(closed.size(), 1); // the fake never beats
    QCOMPARE(closed[0][0].value<protocol::Error>().code, Code::HeartBeatLost);
}

void TestStompClient::givesUpAConnectionThatIsNotAnswered()
{
    FakeStomp server;
    server.answersConnect = false;
    StompClient stomp(StompClient::Timing {100ms, 10s});
    QSignalSpy closed(&stomp, &StompClient::closed);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].value<protocol::Error>().code, Code::NotConnected);
}

void TestStompClient::survivesClosingInsideAHandler()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    QSignalSpy closed(&stomp, &StompClient::closed);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 1);
    int seen = 0;
    const QByteArray id = stomp.subscribe("/topic/rooms", {}, [&](const StompFrame &) {
        ++seen;
        stomp.close();
    });
    QTRY_VERIFY(!server.subscriptionTo("/topic/rooms").isEmpty());
    // Two frames in one message: the second is nobody's any more.
    server.sendBytes("MESSAGE\nsubscription:" + id + "\n\n" + '\0' + "MESSAGE\nsubscription:" + id
                     + "\n\n" + '\0');
    QTRY_COMPARE(seen, 1);
    QTRY_COMPARE(server.framesOf("DISCONNECT").size(), 1);
    QCOMPARE(seen, 1);
    QVERIFY(closed.isEmpty());
}

void TestStompClient::refusesGarbage()
{
    FakeStomp server;
    StompClient stomp;
    QSignalSpy connected(&stomp, &StompClient::connected);
    QSignalSpy closed(&stomp, &StompClient::closed);
    stomp.open(server.webSocketUrl(), {});
    QTRY_COMPARE(connected.size(), 1);
    server.sendBytes("MESSAGE\nno colon here\n\n" + QByteArray(1, '\0'));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].value<protocol::Error>().code, Code::FrameInvalid);
}

QTEST_MAIN(TestStompClient)
#include "tst_stomp_client.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "protocol/stomp_writer.h"
#include "tests/support/stomp_test.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::protocol::StompFrame;
using samsa::protocol::StompVersion;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// STOMP with a whole server, over real WebSockets: connecting in every way there is, following,
/// sending, and what is refused.
class TestStomp : public samsa::test::StompTest
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void answersWithTheBestSubprotocolOffered_data();
    void answersWithTheBestSubprotocolOffered();
    void negotiatesTheVersion_data();
    void negotiatesTheVersion();
    void takesATokenInEitherHeader();
    void claimsANicknameForAConnection();
    void putsOutWhoLeft();
    void refusesWhoDoesNotSayWho();
    void deliversWhatIsSaidToWhoFollows();
    void takesPlainTextAndBinaryAndCutFrames();
    void receiptsEveryFrameThatAsks();
    void tellsRefusalsWithoutEnding();
    void endsWithAnErrorWhatCannotGoOn_data();
    void endsWithAnErrorWhatCannotGoOn();
    void keepsSubscriptionsApart();
    void tellsTheRoomListAsItChanges();
};

void TestStomp::initTestCase()
{
    QVERIFY(start());
}

void TestStomp::answersWithTheBestSubprotocolOffered_data()
{
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<QString>("answered");
    QTest::newRow("1.2") << QStringList {u"v12.stomp"_s} << u"v12.stomp"_s;
    QTest::newRow("1.0") << QStringList {u"v10.stomp"_s} << u"v10.stomp"_s;
    QTest::newRow("none") << QStringList() << QString();
}

void TestStomp::answersWithTheBestSubprotocolOffered()
{
    QFETCH(QStringList, offered);
    StompTestClient client(m_server.port());
    QVERIFY(client.open(offered));
    QTEST(client.webSocket().subprotocol(), "answered");
}

void TestStomp::negotiatesTheVersion_data()
{
    QTest::addColumn<QByteArray>("accepts");
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("all") << QByteArray("1.0,1.1,1.2") << QByteArray("1.2");
    QTest::newRow("newer") << QByteArray("1.1,2.0") << QByteArray("1.1");
    QTest::newRow("no header") << QByteArray() << QByteArray("1.0");
    QTest::newRow("none in common") << QByteArray("2.0") << QByteArray();
}

void TestStomp::negotiatesTheVersion()
{
    QFETCH(QByteArray, accepts);
    QFETCH(QByteArray, version);
    StompTestClient client(m_server.port());
    QVERIFY(client.open());
    StompTestClient::Headers headers {{"passcode", m_ann}};
    if (!accepts.isEmpty())
        headers.append({"accept-version", accepts});
    const auto answer = client.connectFrame(headers);
    QVERIFY(answer);
    if (version.isEmpty()) {
        QCOMPARE(answer->command, "ERROR");
        QCOMPARE(headerOf(answer, "code"), "version_unsupported");
        QVERIFY(client.waitForClosed());
    } else {
        QCOMPARE(answer->command, "CONNECTED");
        QCOMPARE(headerOf(answer, "version"), version);
        QCOMPARE(headerOf(answer, "user-name"), "Ann");
        // No heart-beat header is the same as 0,0; 1.0 has none at all.
        QCOMPARE(headerOf(answer, "heart-beat"), version == "1.0" ? "" : "0,0");
        QVERIFY(headerOf(answer, "server").startsWith("samsa/"));
    }
}

void TestStomp::takesATokenInEitherHeader()
{
    for (const auto &headers : {StompTestClient::Headers {{"Authorization", "Bearer " + m_bob}},
                                StompTestClient::Headers {{"login", "Bob"}, {"passcode", m_bob}}}) {
        StompTestClient client(m_server.port());
        QVERIFY(client.open());
        const auto answer =
            client.connectFrame(headers + StompTestClient::Headers {{"accept-version", "1.2"}});
        QCOMPARE(headerOf(answer, "user-name"), "Bob");
    }
}

void TestStomp::claimsANicknameForAConnection()
{
    {
        StompTestClient client(m_server.port());
        QVERIFY(client.open());
        const auto answer =
            client.connectFrame({{"accept-version", "1.2"}, {"login", "Passer-by"}});
        QCOMPARE(headerOf(answer, "user-name"), "Passer-by");
        QVERIFY(m_server.claim("passer-BY").isEmpty());

        StompTestClient second(m_server.port());
        QVERIFY(second.open());
        const auto refused =
            second.connectFrame({{"accept-version", "1.2"}, {"login", "Passer-by"}});
        QCOMPARE(headerOf(refused, "code"), "nickname_taken");
        client.webSocket().close();
        QVERIFY(client.waitForClosed());
    }
    QByteArray freed;
    QTRY_VERIFY(!freed.isEmpty() || !(freed = m_server.claim("Passer-by")).isEmpty());
}

void TestStomp::putsOutWhoLeft()
{
    const QByteArray token = m_server.claim("Leaver");
    StompTestClient client(m_server.port());
    StompTestClient other(m_server.port());
    QVERIFY(client.connectWith(token));
    QVERIFY(other.connectWith(m_bob));
    QCOMPARE(m_server.client(token).request("DELETE", "/api/v1/session").status, 204);
    QCOMPARE(headerOf(client.waitFor("ERROR"), "code"), "unauthorized");
    QVERIFY(client.waitForClosed());
    QVERIFY(other.say(m_room, "still here"));
}

void TestStomp::refusesWhoDoesNotSayWho()
{
    for (const auto &headers :
         {StompTestClient::Headers {}, StompTestClient::Headers {{"passcode", "wrong"}},
          StompTestClient::Headers {{"Authorization", "Bearer wrong"}},
          StompTestClient::Headers {{"Authorization", "Basic QTpC"}}}) {
        StompTestClient client(m_server.port());
        QVERIFY(client.open());
        const auto answer =
            client.connectFrame(headers + StompTestClient::Headers {{"accept-version", "1.2"}});
        QCOMPARE(answer ? answer->command : QByteArray(), "ERROR");
        QCOMPARE(headerOf(answer, "code"), "unauthorized");
        QVERIFY(client.waitForClosed());
    }
}

void TestStomp::deliversWhatIsSaidToWhoFollows()
{
    StompTestClient ann(m_server.port());
    StompTestClient bob(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(ann.follow(m_room, "a"));
    QVERIFY(bob.follow(m_room, "b"));

    const auto receipt = ann.say(m_room, "Hello: \\ \xf0\x9f\x90\x9e\nsecond line");
    QVERIFY(receipt);
    for (const auto &[client, id] :
         {std::pair(&ann, QByteArray("a")), std::pair(&bob, QByteArray("b"))}) {
        QVERIFY(client->waitForMessages(id, 1));
        const samsa::protocol::Message message = client->messages(id).constFirst();
        QCOMPARE(message.text, QString::fromUtf8("Hello: \\ \xf0\x9f\x90\x9e\nsecond line"));
        QCOMPARE(message.nickname, u"Ann"_s);
        QCOMPARE(message.room, m_room);
        QCOMPARE(samsa::protocol::writeId(message.id), headerOf(receipt, "message-id"));
        QCOMPARE(QByteArray::number(message.position), headerOf(receipt, "position"));
    }
    QVERIFY(headerOf(receipt, "time").endsWith('Z'));
}

void TestStomp::takesPlainTextAndBinaryAndCutFrames()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.follow(m_room, "s"));
    const QByteArray destination = samsa::protocol::sendDestination(m_room);
    const auto frame = [&](const QByteArray &text, const QByteArray &receipt) {
        return samsa::protocol::writeFrame(
            {"SEND",
             {{"destination", destination}, {"content-type", "text/plain"}, {"receipt", receipt}},
             text},
            StompVersion::V12);
    };
    // Two frames and a heart-beat in one binary message, then one frame in pieces, cut within a
    // character.
    client.sendBinary(frame("one", "1") + '\n' + frame("two", "2"));
    const QByteArray cut = frame("thr\xc3\xa9\xc3\xa9", "3");
    const qsizetype middle = cut.indexOf('\xc3') + 1;
    client.sendBinary(cut.left(middle));
    client.sendBinary(cut.mid(middle));
    QVERIFY(client.waitForMessages("s", 3));
    QStringList texts;
    for (const auto &message : client.messages("s"))
        texts.append(message.text);
    QCOMPARE(texts, QStringList({u"one"_s, u"two"_s, QString::fromUtf8("thr\xc3\xa9\xc3\xa9")}));
    for (const QByteArray receipt : {"1", "2", "3"})
        QVERIFY(client.wait(
            [&](const StompFrame &one) { return one.header("receipt-id") == receipt; }));
}

void TestStomp::receiptsEveryFrameThatAsks()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "1"}, {"destination", "/topic/rooms"}}));
    QVERIFY(client.sendAndWait("ACK", {{"id", "1"}}));
    QVERIFY(client.sendAndWait("NACK", {{"id", "1"}}));
    QVERIFY(client.sendAndWait("UNSUBSCRIBE", {{"id", "1"}}));
    QVERIFY(client.sendAndWait("DISCONNECT", {}));
    QVERIFY(client.waitForClosed());
}

void TestStomp::tellsRefusalsWithoutEnding()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "e"}, {"destination", "/user/queue/errors"}}));
    const auto refusal = [&](const QByteArray &command, const StompTestClient::Headers &headers,
                             const QByteArray &body = {}) {
        client.send(command, headers, body);
        const auto frame = client.waitFor("MESSAGE");
        return frame && frame->header("destination") == "/user/queue/errors"
            ? samsa::protocol::codeName(samsa::protocol::parseProblem(frame->body, 0).code)
            : "(none)"_L1;
    };
    const QByteArray destination = samsa::protocol::sendDestination(m_room);
    const QByteArray nowhere = "/app/rooms/00000000-0000-4000-8000-000000000001";
    QCOMPARE(refusal("SEND", {{"destination", nowhere}}, "{\"text\":\"x\"}"), "room_not_found"_L1);
    QCOMPARE(refusal("SEND", {{"destination", "/queue/x"}}, "{\"text\":\"x\"}"),
             "destination_unknown"_L1);
    QCOMPARE(refusal("SEND", {{"destination", destination}}, "{\"text\":\"\"}"), "text_invalid"_L1);
    QCOMPARE(refusal("SEND", {{"destination", destination}}, "plain"), "body_invalid"_L1);
    QCOMPARE(refusal("SUBSCRIBE", {{"id", "x"}, {"destination", "/topic/nothing"}}),
             "destination_unknown"_L1);
    QCOMPARE(refusal("SUBSCRIBE", {{"id", "e"}, {"destination", "/topic/rooms"}}),
             "subscription_invalid"_L1);
    QCOMPARE(refusal("SUBSCRIBE", {{"destination", "/topic/rooms"}}), "subscription_invalid"_L1);
    QCOMPARE(refusal("UNSUBSCRIBE", {{"id", "unknown"}}), "subscription_invalid"_L1);

    const QByteArray id = samsa::protocol::writeId(samsa::protocol::makeMessageId());
    client.send("SEND", {{"destination", destination}, {"receipt", "r"}},
                "{\"id\":\"" + id + "\",\"text\":\" \"}");
    const auto frame = client.waitFor("MESSAGE");
    QCOMPARE(headerOf(frame, "message-id"), id);
    QCOMPARE(headerOf(frame, "receipt-id"), "r");
    client.send("SEND", {{"destination", nowhere}, {"receipt", "s"}},
                "{\"id\":\"" + id + "\",\"text\":\"x\"}");
    const auto lost = client.waitFor("MESSAGE");
    QCOMPARE(headerOf(lost, "message-id"), id);
    QCOMPARE(headerOf(lost, "receipt-id"), "s");
    QCOMPARE(refusal("SEND", {{"destination", "/queue/x"}, {"transaction", "t"}}),
             "destination_unknown"_L1);
    QVERIFY(client.say(m_room, "still here"));
}

void TestStomp::endsWithAnErrorWhatCannotGoOn_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("no STOMP") << QByteArray("GET / HTTP/1.1\r\n\r\n")
                              << QByteArray("frame_invalid");
    QTest::newRow("unknown command") << QByteArray("SHOUT\n\n") << QByteArray("frame_invalid");
    QTest::newRow("a server's command") << QByteArray("RECEIPT\n\n") << QByteArray("frame_invalid");
    QTest::newRow("connected twice") << QByteArray("CONNECT\n\n") << QByteArray("frame_invalid");
    QTest::newRow("undefined escape")
        << QByteArray("SEND\ndestination:\\t\n\n") << QByteArray("frame_invalid");
    QTest::newRow("body too large")
        << QByteArray("SEND\ncontent-length:65537\n\n") << QByteArray("body_too_large");
}

void TestStomp::endsWithAnErrorWhatCannotGoOn()
{
    QFETCH(QByteArray, bytes);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendBinary(bytes + '\0');
    const auto error = client.waitFor("ERROR");
    QTEST(headerOf(error, "code"), "code");
    QVERIFY(!headerOf(error, "message").isEmpty());
    QVERIFY(client.waitForClosed());

    StompTestClient early(m_server.port());
    QVERIFY(early.open());
    early.sendText(QByteArray("SEND\ndestination:/topic/rooms\n\n") + '\0');
    QCOMPARE(headerOf(early.waitFor("ERROR"), "code"), "not_connected");
}

void TestStomp::keepsSubscriptionsApart()
{
    const QUuid other = m_server.makeRoom(m_ann, "Apart");
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.follow(m_room, "kitchen"));
    QVERIFY(client.follow(other, "apart"));
    QVERIFY(client.follow(other, "apart too"));
    QVERIFY(client.say(other, "1"));
    QVERIFY(client.sendAndWait("UNSUBSCRIBE", {{"id", "apart"}}));
    QVERIFY(client.say(other, "2"));
    QVERIFY(client.say(m_room, "3"));
    QVERIFY(client.waitForMessages("kitchen", 1));
    QVERIFY(client.waitForMessages("apart too", 2));
    QCOMPARE(client.messageCount("apart"), 1);
    QCOMPARE(client.messageCount("kitchen"), 1);
}

void TestStomp::tellsTheRoomListAsItChanges()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_bob));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "list"}, {"destination", "/topic/rooms"}}));
    const QUuid room = m_server.makeRoom(m_ann, "Fresh");
    const auto event = [&](samsa::protocol::RoomEvent::Kind kind, const auto &match) {
        return client.wait([&](const StompFrame &frame) {
            const auto parsed = samsa::protocol::parseRoomEvent(frame.body);
            return parsed && parsed->kind == kind && parsed->room.id == room && match(parsed->room);
        });
    };
    using Kind = samsa::protocol::RoomEvent::Kind;
    QVERIFY(event(Kind::Created, [](const auto &one) { return one.name == u"Fresh"_s; }));
    QVERIFY(client.follow(room, "fresh"));
    QVERIFY(event(Kind::Updated, [](const auto &one) { return one.peopleNow == 1; }));
    QVERIFY(client.say(room, "news"));
    QVERIFY(event(Kind::Updated, [](const auto &one) {
        return one.lastText == u"news"_s && one.messageCount == 1;
    }));
    QVERIFY(client.sendAndWait("UNSUBSCRIBE", {{"id", "fresh"}}));
    QVERIFY(event(Kind::Updated, [](const auto &one) { return one.peopleNow == 0; }));
}

QTEST_GUILESS_MAIN(TestStomp)
#include "tst_stomp.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "tests/support/stomp_test.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::protocol::StompFrame;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Whoever asks for a receipt hears: RECEIPT, the refusal, or an ERROR that names it; in the order
/// of what was asked, and before the connection ends.
class TestStompAnswers : public samsa::test::StompTest
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void tellsWhoWaitsThatItIsRefused_data();
    void tellsWhoWaitsThatItIsRefused();
    void goesOnWhereRefusalsAreFollowed_data();
    void goesOnWhereRefusalsAreFollowed();
    void endsWhatStompForbids_data();
    void endsWhatStompForbids();
    void goesOnWhereNobodyWaits();
    void tellsTheFast();
    void answersAllBeforeTheEnd_data();
    void answersAllBeforeTheEnd();
    void answersAReplayBeforeTheEnd();
    void answersAReplayThatIsEnded();
    void givesTheNicknameBackAtOnce_data();
    void givesTheNicknameBackAtOnce();

private:
    static QByteArray frame(const QByteArray &command, const QByteArray &headers,
                            const QByteArray &body = {})
    {
        return command + '\n' + headers + "\n\n" + body + '\0';
    }
    /// {room} stands for the room's id.
    QByteArray inRoom(QByteArray bytes) const
    {
        return bytes.replace("{room}", samsa::protocol::writeId(m_room));
    }
    static void refusals();
    static void violations();
};

void TestStompAnswers::initTestCase()
{
    QVERIFY(start());
}

void TestStompAnswers::refusals()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &code) {
        QTest::newRow(name) << bytes << code;
    };
    const QByteArray nowhere = "destination:/app/rooms/00000000-0000-4000-8000-000000000001";
    row("unknown room", frame("SEND", nowhere, R"({"text":"x"})"), "room_not_found");
    row("typing in an unknown room", frame("SEND", nowhere + "/typing"), "room_not_found");
    row("unknown destination", frame("SEND", "destination:/queue/x"), "destination_unknown");
    row("empty text", frame("SEND", "destination:/app/rooms/{room}", R"({"text":" "})"),
        "text_invalid");
    row("a body that is no JSON", frame("SEND", "destination:/app/rooms/{room}", "x"),
        "body_invalid");
    row("an unknown target",
        frame("SEND", "destination:/app/rooms/{room}",
              R"({"type":"delete","target":"00000000-0000-4000-8000-000000000001"})"),
        "target_not_found");
    row("nothing to subscribe to", frame("SUBSCRIBE", "id:1\ndestination:/topic/x"),
        "destination_unknown");
    row("an unknown room to subscribe to",
        frame("SUBSCRIBE", "id:1\ndestination:/topic/rooms/00000000-0000-4000-8000-000000000001"),
        "room_not_found");
    row("a bad position", frame("SUBSCRIBE", "id:1\nafter:x\ndestination:/topic/rooms/{room}"),
        "subscription_invalid");
    row("no such subscription", frame("UNSUBSCRIBE", "id:9"), "subscription_invalid");
}

void TestStompAnswers::violations()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &code) {
        QTest::newRow(name) << bytes << code;
    };
    row("an id that is in use", frame("SUBSCRIBE", "id:used\ndestination:/topic/rooms"),
        "subscription_invalid");
    row("SUBSCRIBE without id", frame("SUBSCRIBE", "destination:/topic/rooms"),
        "subscription_invalid");
    row("SUBSCRIBE without destination", frame("SUBSCRIBE", "id:1"), "frame_invalid");
    row("an unknown ack", frame("SUBSCRIBE", "id:1\nack:maybe\ndestination:/topic/rooms"),
        "subscription_invalid");
    row("SEND without destination", frame("SEND", "x:y", "x"), "frame_invalid");
    row("ACK without id", frame("ACK", "subscription:used"), "frame_invalid");
    row("NACK without id", frame("NACK", "message-id:1"), "frame_invalid");
}

void TestStompAnswers::tellsWhoWaitsThatItIsRefused_data()
{
    refusals();
}

void TestStompAnswers::tellsWhoWaitsThatItIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "used"}, {"destination", "/topic/rooms"}}));
    client.sendText(inRoom(bytes).replace("\n\n", "\nreceipt:r:1\n\n"));
    const auto error = client.waitFor("ERROR");
    QCOMPARE(headerOf(error, "code"), code);
    QCOMPARE(headerOf(error, "receipt-id"), "r:1");
    QVERIFY(client.waitForClosed());
}

void TestStompAnswers::goesOnWhereRefusalsAreFollowed_data()
{
    refusals();
}

void TestStompAnswers::goesOnWhereRefusalsAreFollowed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "used"}, {"destination", "/topic/rooms"}}));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "e"}, {"destination", "/user/queue/errors"}}));
    client.sendText(inRoom(bytes).replace("\n\n", "\nreceipt:r:1\n\n"));
    const auto refusal = client.wait([](const StompFrame &frame) {
        return frame.header("destination") == "/user/queue/errors";
    });
    QVERIFY(refusal);
    QVERIFY(refusal->body.contains("\"" + code + "\""));
    QCOMPARE(headerOf(refusal, "receipt-id"), "r:1");
    QVERIFY(client.say(m_room, "still here"));
}

void TestStompAnswers::endsWhatStompForbids_data()
{
    violations();
}

void TestStompAnswers::endsWhatStompForbids()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    for (const bool waits : {true, false}) {
        StompTestClient client(m_server.port());
        QVERIFY(client.connectWith(m_ann));
        QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "used"}, {"destination", "/topic/rooms"}}));
        QByteArray sent = bytes;
        client.sendText(waits ? sent.replace("\n\n", "\nreceipt:r\n\n") : sent);
        const auto error = client.waitFor("ERROR");
        QCOMPARE(headerOf(error, "code"), code);
        QCOMPARE(headerOf(error, "receipt-id"), waits ? "r" : "");
        QVERIFY(client.waitForClosed());
    }
    StompTestClient told(m_server.port());
    QVERIFY(told.connectWith(m_ann));
    QVERIFY(told.sendAndWait("SUBSCRIBE", {{"id", "used"}, {"destination", "/user/queue/errors"}}));
    told.sendText(bytes);
    const auto refusal = told.waitFor("MESSAGE");
    QVERIFY(refusal && refusal->body.contains("\"" + code + "\""));
    QVERIFY(told.say(m_room, "still here"));
}

void TestStompAnswers::goesOnWhereNobodyWaits()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(inRoom(frame("SEND", "destination:/app/rooms/{room}", R"({"text":" "})")));
    QVERIFY(client.say(m_room, "still here"));
}

void TestStompAnswers::tellsTheFast()
{
    TestServer server;
    server.options.limits.messagesPerSecond = 1;
    server.options.limits.messagesBurst = 2;
    QVERIFY(server.start());
    const QByteArray token = server.claim("Ann");
    const QUuid room = server.makeRoom(token, "Kitchen");
    StompTestClient client(server.port());
    QVERIFY(client.connectWith(token));
    QByteArray all;
    for (const char *receipt : {"1", "2", "3"})
        all +=
            frame("SEND",
                  "destination:" + samsa::protocol::sendDestination(room) + "\nreceipt:" + receipt,
                  R"({"text":"x"})");
    client.sendText(all);
    for (const char *receipt : {"1", "2"})
        QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), receipt);
    const auto error = client.waitFor("ERROR");
    QCOMPARE(headerOf(error, "code"), "too_many_requests");
    QCOMPARE(headerOf(error, "receipt-id"), "3");
}

void TestStompAnswers::answersAllBeforeTheEnd_data()
{
    QTest::addColumn<int>("messages");
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<QByteArray>("code"); // Of an ERROR; empty: the last one's receipt.
    const QByteArray disconnect = frame("DISCONNECT", "receipt:end");
    QTest::newRow("two and DISCONNECT") << 2 << disconnect << QByteArray();
    QTest::newRow("many and DISCONNECT") << 50 << disconnect << QByteArray();
    QTest::newRow("none and DISCONNECT") << 0 << disconnect << QByteArray();
    QTest::newRow("DISCONNECT twice")
        << 2 << disconnect + frame("DISCONNECT", "receipt:again") << QByteArray();
    QTest::newRow("no STOMP") << 3 << QByteArray("so\n\n") << QByteArray("frame_invalid");
    QTest::newRow("no frame of a client")
        << 3 << frame("MESSAGE", "receipt:end") << QByteArray("frame_invalid");
    QTest::newRow("connected twice")
        << 3 << frame("CONNECT", "receipt:end") << QByteArray("frame_invalid");
    QTest::newRow("a refused one")
        << 3 << frame("SEND", "destination:/x\nreceipt:end") << QByteArray("destination_unknown");
    QTest::newRow("a refused one and DISCONNECT")
        << 3 << frame("SEND", "destination:/x\nreceipt:end") + frame("DISCONNECT", "receipt:no")
        << QByteArray("destination_unknown");
    QTest::newRow("too large a body")
        << 3 << QByteArray("SEND\ncontent-length:100000\n\n") << QByteArray("body_too_large");
}

void TestStompAnswers::answersAllBeforeTheEnd()
{
    QFETCH(int, messages);
    QFETCH(QByteArray, last);
    QFETCH(QByteArray, code);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QByteArray all;
    for (int i = 0; i < messages; ++i)
        all +=
            inRoom(frame("SEND", "destination:/app/rooms/{room}\nreceipt:" + QByteArray::number(i),
                         R"({"text":"x"})"));
    client.sendText(all + last);
    for (int i = 0; i < messages; ++i) {
        const auto receipt = client.wait([](const StompFrame &) { return true; });
        QCOMPARE(receipt ? receipt->command : "nothing", "RECEIPT");
        QCOMPARE(headerOf(receipt, "receipt-id"), QByteArray::number(i));
        QVERIFY(receipt->hasHeader("position"));
    }
    const auto end = client.wait([](const StompFrame &) { return true; });
    if (code.isEmpty()) {
        QCOMPARE(headerOf(end, "receipt-id"), "end");
    } else {
        QCOMPARE(end ? end->command : "nothing", "ERROR");
        QCOMPARE(headerOf(end, "code"), code);
        if (last.contains("receipt:end"))
            QCOMPARE(headerOf(end, "receipt-id"), "end");
    }
    QVERIFY(client.waitForClosed());
    QVERIFY(!client.wait([](const StompFrame &) { return true; }, 0ms));
}

void TestStompAnswers::answersAReplayBeforeTheEnd()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(
        inRoom(frame("SUBSCRIBE", "id:1\nafter:0\nreceipt:a\ndestination:/topic/rooms/{room}")
               + frame("DISCONNECT", "receipt:b")));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "a");
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "b");
    QVERIFY(client.waitForClosed());
}

/// A replay that waits for its reader, or for the database, may be given up.
void TestStompAnswers::answersAReplayThatIsEnded()
{
    TestServer server;
    server.options.limits.slowReaderBytes = 64 * 1024;
    QVERIFY(server.start());
    const QByteArray token = server.claim("Ann");
    const QUuid room = server.makeRoom(token, "Kitchen");
    StompTestClient client(server.port());
    QVERIFY(client.connectWith(token));
    for (int i = 0; i < 40; ++i)
        QVERIFY(client.say(room, QByteArray(3000, 'x')));
    const QByteArray destination = samsa::protocol::roomDestination(room);
    client.sendText(frame("SUBSCRIBE", "id:1\nafter:0\nreceipt:a\ndestination:" + destination)
                    + frame("UNSUBSCRIBE", "id:1\nreceipt:b") + frame("DISCONNECT", "receipt:c"));
    for (const char *receipt : {"a", "b", "c"})
        QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), receipt);
}

void TestStompAnswers::givesTheNicknameBackAtOnce_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray connect = "login:Passer-by\naccept-version:1.2";
    QTest::newRow("a bad heart-beat") << frame("CONNECT", connect + "\nheart-beat:x");
    QTest::newRow("a heart-beat of one number") << frame("CONNECT", connect + "\nheart-beat:1");
    QTest::newRow("no STOMP behind it") << frame("CONNECT", connect) + "so\n\n";
    QTest::newRow("a second CONNECT") << frame("CONNECT", connect) + frame("CONNECT", connect);
    QTest::newRow("DISCONNECT") << frame("CONNECT", connect) + frame("DISCONNECT", "x:y");
}

/// While the connection is still there: the client need not have seen the end of it.
void TestStompAnswers::givesTheNicknameBackAtOnce()
{
    QFETCH(QByteArray, bytes);
    StompTestClient client(m_server.port());
    QVERIFY(client.open());
    client.sendText(bytes);
    QVERIFY(client.waitForClosed());
    QByteArray token;
    QTRY_VERIFY_WITH_TIMEOUT(!token.isEmpty() || !(token = m_server.claim("Passer-by")).isEmpty(),
                             2000);
    QCOMPARE(m_server.client(token).request("DELETE", "/api/v1/session").status, 204);

    // And where nobody is there any more when the claim is through.
    StompTestClient gone(m_server.port());
    QVERIFY(gone.open());
    gone.sendText(frame("CONNECT", "login:Goner\naccept-version:1.2"));
    gone.webSocket().flush();
    gone.webSocket().abort();
    QByteArray freed;
    QTRY_VERIFY_WITH_TIMEOUT(!freed.isEmpty() || !(freed = m_server.claim("Goner")).isEmpty(),
                             5000);
    QCOMPARE(m_server.client(freed).request("DELETE", "/api/v1/session").status, 204);
}

QTEST_GUILESS_MAIN(TestStompAnswers)
#include "tst_stomp_answers.moc"

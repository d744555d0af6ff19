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

/// BEGIN, COMMIT and ABORT: what is sent in a transaction is there whole or not at all.
class TestStompTransactions : public samsa::test::StompTest
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();

    void storesNothingBeforeCommit();
    void storesAllInOrderAtCommit();
    void storesNothingAfterAbort();
    void storesNothingOfAConnectionThatEnds();
    void keepsTransactionsApart();
    void storesNoneIfOneIsRefused_data();
    void storesNoneIfOneIsRefused();
    void refusesWhatIsNoTransaction_data();
    void refusesWhatIsNoTransaction();
    void boundsWhatIsHeld_data();
    void boundsWhatIsHeld();
    void countsAllAgainstTheRate();
    void storesOnceWhatIsCommittedAgain();
    void takesAnAcknowledgementInATransaction();

private:
    QByteArray send(const QByteArray &body, const QByteArray &more = {}) const
    {
        return "SEND\ndestination:" + samsa::protocol::sendDestination(m_room)
            + "\ntransaction:t\ncontent-type:text/plain\n" + more + '\n' + body + '\0';
    }
    static QByteArray frame(const QByteArray &command, const QByteArray &headers)
    {
        return command + '\n' + headers + "\n\n" + '\0';
    }
    QStringList said() const { return m_server.history(m_ann, m_room); }
};

void TestStompTransactions::initTestCase()
{
    QVERIFY(start());
}

void TestStompTransactions::init()
{
    static int rooms = 0;
    m_room = m_server.makeRoom(m_ann, "Room " + QByteArray::number(++rooms));
    QVERIFY(!m_room.isNull());
}

void TestStompTransactions::storesNothingBeforeCommit()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(client.sendAndWait("BEGIN", {{"transaction", "t"}}));
    client.sendText(send("one", "receipt:1\n"));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "1"); // It is held.
    QVERIFY(said().isEmpty());
    QVERIFY(client.say(m_room, "meanwhile"));
    QVERIFY(client.sendAndWait("COMMIT", {{"transaction", "t"}}));
    QCOMPARE(said(), (QStringList {u"meanwhile"_s, u"one"_s}));
}

void TestStompTransactions::storesAllInOrderAtCommit()
{
    StompTestClient client(m_server.port());
    StompTestClient follower(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    QVERIFY(follower.connectWith(m_bob));
    QVERIFY(follower.follow(m_room, "f"));
    QByteArray all = frame("BEGIN", "transaction:t");
    QStringList expected;
    for (int i = 0; i < 32; ++i) {
        all += send(QByteArray::number(i));
        expected.append(QString::number(i));
    }
    client.sendText(all + frame("COMMIT", "transaction:t\nreceipt:c")
                    + frame("DISCONNECT", "receipt:d"));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "c");
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "d");
    QCOMPARE(said(), expected);
    QVERIFY(follower.waitForMessages("f", 32));
}

void TestStompTransactions::storesNothingAfterAbort()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(frame("BEGIN", "transaction:t") + send("one")
                    + frame("ABORT", "transaction:t\nreceipt:a") + frame("BEGIN", "transaction:t")
                    + send("two") + frame("COMMIT", "transaction:t\nreceipt:c"));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "a");
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "c");
    QCOMPARE(said(), QStringList {u"two"_s});
}

void TestStompTransactions::storesNothingOfAConnectionThatEnds()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(frame("BEGIN", "transaction:t") + send("one")
                    + frame("DISCONNECT", "receipt:d"));
    QVERIFY(client.waitFor("RECEIPT"));
    QVERIFY(client.waitForClosed());
    QVERIFY(said().isEmpty());
}

void TestStompTransactions::keepsTransactionsApart()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(frame("BEGIN", "transaction:t") + frame("BEGIN", "transaction:u") + send("t")
                    + send("u").replace("transaction:t", "transaction:u")
                    + frame("COMMIT", "transaction:u\nreceipt:1"));
    QVERIFY(client.waitFor("RECEIPT"));
    QCOMPARE(said(), QStringList {u"u"_s});
    QVERIFY(client.sendAndWait("COMMIT", {{"transaction", "t"}}));
    QCOMPARE(said(), (QStringList {u"u"_s, u"t"_s}));
}

void TestStompTransactions::storesNoneIfOneIsRefused_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<QByteArray>("code");
    const QByteArray json = "SEND\ndestination:/app/rooms/{room}\ntransaction:t\n\n";
    QTest::newRow("a blank text") << send(" ") << QByteArray("text_invalid");
    QTest::newRow("a control character") << send("a\x01") << QByteArray("text_invalid");
    QTest::newRow("no JSON") << json + "x" + '\0' << QByteArray("body_invalid");
    QTest::newRow("another's id") << json + R"({"id":"{taken}","text":"x"})" + '\0'
                                  << QByteArray("message_id_taken");
    QTest::newRow("an event") << json + R"({"type":"delete","target":"{taken}"})" + '\0'
                              << QByteArray("body_invalid");
    QTest::newRow("an unknown room")
        << QByteArray("SEND\ntransaction:t\ndestination:/app/rooms/"
                      "00000000-0000-4000-8000-000000000001\n\n{\"text\":\"x\"}")
            + '\0'
        << QByteArray("room_not_found");
    QTest::newRow("typing") << QByteArray(
                                   "SEND\ntransaction:t\ndestination:/app/rooms/{room}/typing"
                                   "\n\n")
            + '\0' << QByteArray("frame_invalid");
    QTest::newRow("a destination that is none")
        << QByteArray("SEND\ntransaction:t\ndestination:/app/kitchen\n\n{\"text\":\"x\"}") + '\0'
        << QByteArray("destination_unknown");
    QTest::newRow("no destination") << QByteArray("SEND\ntransaction:t\n\n{\"text\":\"x\"}") + '\0'
                                    << QByteArray("frame_invalid");
}

void TestStompTransactions::storesNoneIfOneIsRefused()
{
    QFETCH(QByteArray, bad);
    QFETCH(QByteArray, code);
    StompTestClient bob(m_server.port());
    QVERIFY(bob.connectWith(m_bob));
    const QUuid elsewhere = m_room;
    const auto taken = bob.say(elsewhere, "mine");
    bad.replace("{taken}", headerOf(taken, "message-id"))
        .replace("{room}", samsa::protocol::writeId(m_room));
    // The room of data rows is that of the first test; theirs is what counts.
    const qsizetype begin = bad.indexOf("destination:/app/rooms/") + 23;
    if (begin >= 23 && code != "room_not_found")
        bad.replace(begin, 36, samsa::protocol::writeId(m_room));
    for (const bool followed : {false, true}) {
        StompTestClient client(m_server.port());
        QVERIFY(client.connectWith(m_ann));
        if (followed)
            QVERIFY(client.sendAndWait("SUBSCRIBE",
                                       {{"id", "e"}, {"destination", "/user/queue/errors"}}));
        client.sendText(frame("BEGIN", "transaction:t") + send("before") + bad + send("after")
                        + frame("COMMIT", "transaction:t\nreceipt:c"));
        const auto refusal = client.waitFor(followed ? "MESSAGE" : "ERROR");
        QVERIFY(refusal);
        QVERIFY2(followed ? refusal->body.contains("\"" + code + "\"")
                          : refusal->header("code") == code,
                 refusal->body.constData());
        if (followed)
            QVERIFY(client.say(elsewhere, "still here"));
        else
            QVERIFY(client.waitForClosed());
        QVERIFY(!client.waitFor("RECEIPT", 0ms));
    }
    const QStringList stored = said();
    QVERIFY(!stored.contains(u"before"_s) && !stored.contains(u"after"_s));
}

void TestStompTransactions::refusesWhatIsNoTransaction_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("BEGIN without id") << frame("BEGIN", "x:y");
    QTest::newRow("BEGIN twice") << frame("BEGIN", "transaction:t")
            + frame("BEGIN", "transaction:t");
    QTest::newRow("COMMIT of nothing") << frame("COMMIT", "transaction:t");
    QTest::newRow("COMMIT without id") << frame("COMMIT", "x:y");
    QTest::newRow("ABORT of nothing") << frame("ABORT", "transaction:t");
    QTest::newRow("SEND into nothing") << send("x");
    QTest::newRow("ACK in nothing") << frame("ACK", "id:1\ntransaction:t");
}

void TestStompTransactions::refusesWhatIsNoTransaction()
{
    QFETCH(QByteArray, bytes);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(bytes.replace("\n\n", "\nreceipt:r\n\n"));
    const auto error = client.waitFor("ERROR");
    QCOMPARE(headerOf(error, "code"), "frame_invalid");
    QCOMPARE(headerOf(error, "receipt-id"), "r");
    QVERIFY(client.waitForClosed());
}

void TestStompTransactions::boundsWhatIsHeld_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    QByteArray many;
    for (int i = 0; i < 17; ++i)
        many += frame("BEGIN", "transaction:" + QByteArray::number(i));
    QTest::newRow("transactions") << many << QByteArray("frame_invalid");
    QTest::newRow("messages") << frame("BEGIN", "transaction:t") + send("x").repeated(33)
                              << QByteArray("too_many_requests");
    QTest::newRow("bytes") << frame("BEGIN", "transaction:t")
            + send(QByteArray(60'000, 'x')).repeated(5)
                           << QByteArray("too_many_requests");
}

void TestStompTransactions::boundsWhatIsHeld()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(bytes);
    QCOMPARE(headerOf(client.waitFor("ERROR"), "code"), code);
}

void TestStompTransactions::countsAllAgainstTheRate()
{
    TestServer server;
    server.options.limits.messagesPerSecond = 1;
    server.options.limits.messagesBurst = 3;
    QVERIFY(server.start());
    const QByteArray token = server.claim("Ann");
    const QUuid room = server.makeRoom(token, "Kitchen");
    StompTestClient client(server.port());
    QVERIFY(client.connectWith(token));
    QVERIFY(client.say(room, "first"));
    const QByteArray one = "SEND\ncontent-type:text/plain\ntransaction:t\ndestination:"
        + samsa::protocol::sendDestination(room) + "\n\nx" + '\0';
    client.sendText(frame("BEGIN", "transaction:t") + one.repeated(3)
                    + frame("COMMIT", "transaction:t\nreceipt:c"));
    const auto error = client.waitFor("ERROR");
    QCOMPARE(headerOf(error, "code"), "too_many_requests");
    QCOMPARE(headerOf(error, "receipt-id"), "c");
    QCOMPARE(server.history(token, room), QStringList {u"first"_s});
}

void TestStompTransactions::storesOnceWhatIsCommittedAgain()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    const QByteArray one =
        "SEND\ntransaction:t\ndestination:" + samsa::protocol::sendDestination(m_room)
        + "\n\n{\"id\":\"" + samsa::protocol::writeId(samsa::protocol::makeMessageId())
        + "\",\"text\":\"once\"}" + '\0';
    for (const char *receipt : {"1", "2"}) {
        client.sendText(frame("BEGIN", "transaction:t") + one + one
                        + frame("COMMIT", QByteArray("transaction:t\nreceipt:") + receipt));
        QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), receipt);
    }
    QCOMPARE(said(), QStringList {u"once"_s});
}

void TestStompTransactions::takesAnAcknowledgementInATransaction()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    client.sendText(frame("BEGIN", "transaction:t") + frame("ACK", "id:1\ntransaction:t\nreceipt:a")
                    + frame("COMMIT", "transaction:t\nreceipt:c"));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "a");
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "c");
}

QTEST_GUILESS_MAIN(TestStompTransactions)
#include "tst_stomp_transactions.moc"

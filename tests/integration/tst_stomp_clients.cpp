// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "tests/support/stomp_test.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::protocol::StompFrame;
using samsa::protocol::StompVersion;
using samsa::test::StompTestClient;

/// What clients that the project did not write send and expect, each as they do it.
class TestStompClients : public samsa::test::StompTest
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void offersNoHeartBeatThatWasDeclined_data();
    void offersNoHeartBeatThatWasDeclined();
    void beatsNotIn10();
    void saysUnderWhichIdToAcknowledge_data();
    void saysUnderWhichIdToAcknowledge();
    void tellsSubscriptionsOfOneIdApart();
    void readsTheContentType_data();
    void readsTheContentType();
    void servesFramesThatComeBeforeConnected();
    void keepsTextsWithLineFeeds_data();
    void keepsTextsWithLineFeeds();

private:
    QByteArray destination() const { return samsa::protocol::sendDestination(m_room); }
};

void TestStompClients::initTestCase()
{
    QVERIFY(start());
}

void TestStompClients::offersNoHeartBeatThatWasDeclined_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("answered");
    QTest::newRow("none") << QByteArray("0,0") << QByteArray("0,0");
    QTest::newRow("no header") << QByteArray() << QByteArray("0,0");
    QTest::newRow("both") << QByteArray("5000,5000") << QByteArray("200,200");
    QTest::newRow("sends alone") << QByteArray("5000,0") << QByteArray("0,200");
    QTest::newRow("wants alone") << QByteArray("0,5000") << QByteArray("200,0");
}

void TestStompClients::offersNoHeartBeatThatWasDeclined()
{
    QFETCH(QByteArray, asked);
    for (const QByteArray version : {"1.1", "1.2"}) {
        StompTestClient client(m_server.port());
        QVERIFY(client.open());
        StompTestClient::Headers headers {{"accept-version", version}, {"passcode", m_ann}};
        if (!asked.isEmpty())
            headers.append({"heart-beat", asked});
        QTEST(headerOf(client.connectFrame(headers), "heart-beat"), "answered");
    }
}

void TestStompClients::beatsNotIn10()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.open({u"v10.stomp"_s}));
    const auto connected = client.connectFrame({{"passcode", m_ann}, {"heart-beat", "200,200"}});
    QCOMPARE(headerOf(connected, "version"), "1.0");
    QVERIFY(!connected->hasHeader("heart-beat"));
    client.setVersion(StompVersion::V10);
    // Another that does agree upon them is ended first for being silent.
    StompTestClient silent(m_server.port());
    QVERIFY(silent.connectWith(m_bob, {{"heart-beat", "200,200"}}));
    QCOMPARE(headerOf(silent.waitFor("ERROR"), "code"), "heart_beat_lost");
    QVERIFY(client.sendAndWait("SEND", {{"destination", destination()}}, R"({"text":"here"})"));
    QCOMPARE(client.heartBeats(), 0);
}

void TestStompClients::saysUnderWhichIdToAcknowledge_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<bool>("says");
    QTest::newRow("1.2 client") << QByteArray("1.2") << QByteArray("client") << true;
    QTest::newRow("1.2 individual") << QByteArray("1.2") << QByteArray("client-individual") << true;
    QTest::newRow("1.2 auto") << QByteArray("1.2") << QByteArray("auto") << false;
    QTest::newRow("1.2 nothing") << QByteArray("1.2") << QByteArray() << false;
    QTest::newRow("1.1 client") << QByteArray("1.1") << QByteArray("client") << false;
}

void TestStompClients::saysUnderWhichIdToAcknowledge()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, mode);
    QFETCH(bool, says);
    StompTestClient client(m_server.port());
    QVERIFY(client.open());
    QVERIFY(client.connectFrame({{"accept-version", version}, {"passcode", m_ann}}));
    if (version == "1.1")
        client.setVersion(StompVersion::V11);
    const auto follow = [&](const QByteArray &id, const QByteArray &topic) {
        StompTestClient::Headers headers {{"id", id}, {"destination", topic}};
        if (!mode.isEmpty())
            headers.append({"ack", mode});
        return client.sendAndWait("SUBSCRIBE", headers).has_value();
    };
    // Each kind of message: of the list, typing, and refusals. Those of a room are events here,
    // since the client keeps messages without their frames.
    QVERIFY(follow("list", "/topic/rooms"));
    QVERIFY(follow("typing", samsa::protocol::typingDestination(m_room)));
    QVERIFY(follow("errors", "/user/queue/errors"));
    const auto said = client.say(m_room, "Tea?");
    QVERIFY(said);
    StompTestClient::Headers withEvents {{"id", "room"},
                                         {"destination", samsa::protocol::roomDestination(m_room)},
                                         {"events", "true"},
                                         {"ack", mode.isEmpty() ? "auto" : mode}};
    QVERIFY(client.sendAndWait("SUBSCRIBE", withEvents));
    client.send("SEND", {{"destination", destination()}},
                R"({"type":"delete","target":")" + headerOf(said, "message-id") + "\"}");
    client.send("SEND", {{"destination", destination() + "/typing"}});
    client.send("SEND", {{"destination", "/queue/nothing"}});
    for (const QByteArray id : {"list", "typing", "errors", "room"}) {
        const auto message = client.wait([&id](const StompFrame &frame) {
            return frame.command == "MESSAGE" && frame.header("subscription") == id;
        });
        QVERIFY2(message, id.constData());
        QCOMPARE(message->hasHeader("ack"), says);
        if (!says)
            continue;
        QVERIFY(client.sendAndWait("ACK", {{"id", headerOf(message, "ack")}}));
        QVERIFY(client.sendAndWait("NACK", {{"id", headerOf(message, "ack")}}));
    }
    if (version == "1.1")
        QVERIFY(client.sendAndWait("ACK", {{"subscription", "room"}, {"message-id", "1"}}));
}

/// The same id and version, but one of them acknowledges: what is encoded once differs.
void TestStompClients::tellsSubscriptionsOfOneIdApart()
{
    StompTestClient plain(m_server.port());
    StompTestClient acknowledging(m_server.port());
    QVERIFY(plain.connectWith(m_ann));
    QVERIFY(acknowledging.connectWith(m_bob));
    const QByteArray topic = samsa::protocol::typingDestination(m_room);
    QVERIFY(plain.sendAndWait("SUBSCRIBE", {{"id", "1"}, {"destination", topic}}));
    QVERIFY(acknowledging.sendAndWait("SUBSCRIBE",
                                      {{"id", "1"}, {"destination", topic}, {"ack", "client"}}));
    acknowledging.send("SEND", {{"destination", destination() + "/typing"}});
    const auto first = plain.waitFor("MESSAGE");
    const auto second = acknowledging.waitFor("MESSAGE");
    QVERIFY(first && !first->hasHeader("ack"));
    QVERIFY(second && second->hasHeader("ack"));
}

void TestStompClients::readsTheContentType_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("code"); // Empty: it is a text.
    QTest::newRow("plain") << QByteArray("text/plain") << QByteArray();
    QTest::newRow("in capitals") << QByteArray("Text/PLAIN") << QByteArray();
    QTest::newRow("a charset") << QByteArray("text/plain;charset=UTF-8") << QByteArray();
    QTest::newRow("a charset in quotes")
        << QByteArray("text/plain; charset=\"utf-8\"; x=y") << QByteArray();
    QTest::newRow("a blank before") << QByteArray("text/plain ; x=y") << QByteArray();
    QTest::newRow("another charset")
        << QByteArray("text/plain;charset=utf-16") << QByteArray("text_invalid");
    QTest::newRow("another type that begins so")
        << QByteArray("text/plainly") << QByteArray("body_invalid");
    QTest::newRow("another text") << QByteArray("text/html") << QByteArray("body_invalid");
    QTest::newRow("none") << QByteArray() << QByteArray("body_invalid");
}

void TestStompClients::readsTheContentType()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, code);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    StompTestClient::Headers headers {{"destination", destination()}, {"receipt", "r"}};
    if (!type.isEmpty())
        headers.append({"content-type", type});
    client.send("SEND", headers, "Tea?");
    const auto answer = client.wait([](const StompFrame &frame) {
        return frame.command == "ERROR" || frame.command == "RECEIPT";
    });
    QVERIFY(answer);
    QCOMPARE(answer->command, code.isEmpty() ? "RECEIPT" : "ERROR");
    if (!code.isEmpty())
        QCOMPARE(headerOf(answer, "code"), code);
}

void TestStompClients::servesFramesThatComeBeforeConnected()
{
    StompTestClient client(m_server.port());
    QVERIFY(client.open());
    client.sendText("CONNECT\naccept-version:1.2\npasscode:" + m_ann + "\n\n" + '\0'
                    + "SUBSCRIBE\nid:1\nreceipt:a\ndestination:/topic/rooms\n\n" + '\0');
    client.sendText("SEND\nreceipt:b\ndestination:" + destination() + "\n\n{\"text\":\"x\"}"
                    + '\0');
    QVERIFY(client.waitFor("CONNECTED"));
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "a");
    QCOMPARE(headerOf(client.waitFor("RECEIPT"), "receipt-id"), "b");
}

void TestStompClients::keepsTextsWithLineFeeds_data()
{
    QTest::addColumn<bool>("http");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("HTTP") << true << QByteArray("application/json");
    QTest::newRow("STOMP as JSON") << false << QByteArray("application/json");
    QTest::newRow("STOMP as text") << false << QByteArray("text/plain");
}

void TestStompClients::keepsTextsWithLineFeeds()
{
    QFETCH(bool, http);
    QFETCH(QByteArray, type);
    StompTestClient client(m_server.port());
    QVERIFY(client.connectWith(m_ann));
    const auto send = [&](const QByteArray &body, const QByteArray &as) {
        return http
            ? m_server.client(m_ann)
                  .post(samsa::test::messagesPath(m_room), body)
                  .json()
                  .value("id"_L1)
                  .toString()
                  .toLatin1()
            : headerOf(client.sendAndWait(
                           "SEND", {{"destination", destination()}, {"content-type", as}}, body),
                       "message-id");
    };
    const auto newest = [&] {
        const auto page =
            m_server.client(m_ann).get(samsa::test::messagesPath(m_room) + "?limit=1").json();
        return page.value("messages"_L1).toArray().at(0).toObject().value("text"_L1).toString();
    };
    const QByteArray id = send(type == "text/plain" ? QByteArray("a\r\nb\rc\n")
                                                    : QByteArray(R"({"text":"a\r\nb\rc\n"})"),
                               type);
    QCOMPARE(newest(), u"a\nb\nc\n"_s);
    QVERIFY(!send(R"({"type":"edit","text":"d\r\ne","target":")" + id + "\"}", "application/json")
                 .isEmpty());
    QCOMPARE(newest(), u"d\ne"_s);
}

QTEST_GUILESS_MAIN(TestStompClients)
#include "tst_stomp_clients.moc"

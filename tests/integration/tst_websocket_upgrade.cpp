// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "tests/support/masked_frame.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::maskedFrame;
using samsa::test::TestServer;

/// A WebSocket begins on whatever connection its handshake comes on: proxies keep connections to
/// the server and send it on one that has carried requests (RFC 9110 §7.8). And it begins with the
/// first byte behind the handshake.
class TestWebSocketUpgrade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void upgradesAConnectionThatHasCarriedRequests_data();
    void upgradesAConnectionThatHasCarriedRequests();
    void upgradesBehindPipelinedRequests_data();
    void upgradesBehindPipelinedRequests();
    void servesFramesThatCameWithTheHandshake_data();
    void servesFramesThatCameWithTheHandshake();
    void refusesAWrongUpgradeOnAConnectionInUse_data();
    void refusesAWrongUpgradeOnAConnectionInUse();
    void countsTheConnectionOnce();
    void answersWithTheBestSubprotocol_data();
    void answersWithTheBestSubprotocol();
    void saysWhichVersionItSpeaks();
    void takesATextCutAnywhere();
    void closesWhatBreaksTheProtocol_data();
    void closesWhatBreaksTheProtocol();
    void answersPingAndClose();
    void readsFramesHoweverTheyAreCut();

private:
    static QByteArray upgrade(const QByteArray &extra = {})
    {
        return "GET /ws HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\nConnection: "
               "Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
               "AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + extra + "\r\n";
    }
    QByteArray connectFrame() const
    {
        return "CONNECT\naccept-version:1.2\npasscode:" + m_ann + "\n\n" + '\0';
    }
    void talk(HttpTestClient &client);

    TestServer m_server;
    QByteArray m_ann;
    QUuid m_room;
};

void TestWebSocketUpgrade::initTestCase()
{
    QVERIFY(m_server.start());
    m_ann = m_server.claim("Ann");
    m_room = m_server.makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

/// What follows a 101: a whole conversation.
void TestWebSocketUpgrade::talk(HttpTestClient &client)
{
    client.write(maskedFrame(0x81, connectFrame()));
    QVERIFY(client.waitForBytes("CONNECTED\nversion:1.2\n"));
    client.write(maskedFrame(0x81,
                             "SEND\ndestination:" + samsa::protocol::sendDestination(m_room)
                                 + "\nreceipt:1\n\n{\"text\":\"Tea?\"}" + '\0'));
    QVERIFY(client.waitForBytes("RECEIPT\nreceipt-id:1\n"));
}

void TestWebSocketUpgrade::upgradesAConnectionThatHasCarriedRequests_data()
{
    QTest::addColumn<QByteArrayList>("paths");
    QTest::addColumn<QList<int>>("statuses");
    const QByteArray page = "/api/v1/rooms";
    QTest::newRow("none") << QByteArrayList() << QList<int>();
    QTest::newRow("one") << QByteArrayList {"/healthz"} << QList<int> {200};
    QTest::newRow("several") << QByteArrayList {"/healthz", page, "/metrics", page}
                             << QList<int> {200, 200, 200, 200};
    QTest::newRow("refused ones") << QByteArrayList {"/nothing", "/healthz"}
                                  << QList<int> {404, 200};
}

void TestWebSocketUpgrade::upgradesAConnectionThatHasCarriedRequests()
{
    QFETCH(QByteArrayList, paths);
    QFETCH(QList<int>, statuses);
    HttpTestClient client = m_server.client(m_ann);
    for (qsizetype i = 0; i < paths.size(); ++i)
        QCOMPARE(client.get(paths[i]).status, statuses[i]);
    client.write(upgrade());
    QCOMPARE(client.readAnswer().status, 101);
    talk(client);
}

void TestWebSocketUpgrade::upgradesBehindPipelinedRequests_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QList<int>>("statuses");
    const QByteArray get = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    const QByteArray rooms =
        "GET /api/v1/rooms HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + m_ann + "\r\n\r\n";
    const QByteArray body = R"({"text":"Tea?"})";
    const QByteArray post = "POST " + samsa::test::messagesPath(m_room)
        + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + m_ann
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    QTest::newRow("one") << get << QList<int> {200};
    QTest::newRow("three") << get + rooms + get << QList<int> {200, 200, 200};
    QTest::newRow("one that is answered later") << post + get << QList<int> {201, 200};
}

void TestWebSocketUpgrade::upgradesBehindPipelinedRequests()
{
    QFETCH(QByteArray, before);
    QFETCH(QList<int>, statuses);
    HttpTestClient client = m_server.client();
    client.write(before + upgrade());
    for (const int status : statuses)
        QCOMPARE(client.readAnswer().status, status);
    QCOMPARE(client.readAnswer().status, 101);
    talk(client);
}

void TestWebSocketUpgrade::servesFramesThatCameWithTheHandshake_data()
{
    QTest::addColumn<bool>("used");
    QTest::addColumn<bool>("cut");
    QTest::newRow("first on its connection") << false << false;
    QTest::newRow("after a request") << true << false;
    QTest::newRow("half a frame") << false << true;
}

void TestWebSocketUpgrade::servesFramesThatCameWithTheHandshake()
{
    QFETCH(bool, used);
    QFETCH(bool, cut);
    HttpTestClient client = m_server.client();
    if (used)
        QCOMPARE(client.get("/healthz").status, 200);
    const QByteArray frame = maskedFrame(0x81, connectFrame());
    client.write(upgrade() + (cut ? frame.left(20) : frame));
    QCOMPARE(client.readAnswer().status, 101);
    if (cut)
        client.write(frame.mid(20));
    QVERIFY(client.waitForBytes("CONNECTED\n"));
}

void TestWebSocketUpgrade::refusesAWrongUpgradeOnAConnectionInUse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("path") << upgrade().replace("/ws", "/other") << 404;
    QTest::newRow("origin") << upgrade("Origin: http://evil.example\r\n") << 403;
    QTest::newRow("version") << upgrade().replace("Version: 13", "Version: 8") << 426;
    QTest::newRow("body") << upgrade("Content-Length: 1\r\n") + "x" << 400;
}

void TestWebSocketUpgrade::refusesAWrongUpgradeOnAConnectionInUse()
{
    QFETCH(QByteArray, bytes);
    HttpTestClient client = m_server.client();
    QCOMPARE(client.get("/healthz").status, 200);
    client.write(bytes);
    QTEST(client.readAnswer().status, "status");
    QVERIFY(client.waitForClosed());
}

void TestWebSocketUpgrade::countsTheConnectionOnce()
{
    TestServer small;
    small.options.limits.connections = 2;
    QVERIFY(small.start());
    for (int round = 0; round < 6; ++round) {
        HttpTestClient client = small.client();
        // The one before may be going still.
        QTRY_COMPARE(client.get("/healthz").status, 200);
        client.write(upgrade());
        QCOMPARE(client.readAnswer().status, 101);
    }
}

void TestWebSocketUpgrade::answersWithTheBestSubprotocol_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("answered");
    const auto row = [](const char *name, const QByteArray &fields, const QByteArray &answered) {
        QTest::newRow(name) << fields << answered;
    };
    const QByteArray field = "Sec-WebSocket-Protocol: ";
    row("the worst first", field + "v10.stomp, v11.stomp, v12.stomp\r\n", "v12.stomp");
    row("the best first", field + "v12.stomp, v11.stomp\r\n", "v12.stomp");
    row("without the best", field + "v10.stomp,v11.stomp\r\n", "v11.stomp");
    row("in fields of their own", field + "v10.stomp\r\n" + field + "v12.stomp\r\n", "v12.stomp");
    row("among others", field + "mqtt, v10.stomp\r\n", "v10.stomp");
    row("others alone", field + "mqtt\r\n", "");
    row("in another case, which is another name", field + "V12.STOMP, v11.stomp\r\n", "v11.stomp");
    row("none", {}, "");
}

void TestWebSocketUpgrade::answersWithTheBestSubprotocol()
{
    QFETCH(QByteArray, fields);
    HttpTestClient client = m_server.client();
    client.write(upgrade(fields));
    const HttpAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 101);
    QTEST(answer.header("sec-websocket-protocol"), "answered");
    // RFC 6455 §1.3: 16 zero bytes for a key give this.
    QCOMPARE(answer.header("sec-websocket-accept"), "ICX+Yqv66kxgM0FcWaLWlFLwTAI=");
    QCOMPARE(answer.header("upgrade").toLower(), "websocket");
    QCOMPARE(answer.header("connection").toLower(), "upgrade");
}

void TestWebSocketUpgrade::saysWhichVersionItSpeaks()
{
    HttpTestClient client = m_server.client();
    client.write(upgrade().replace("Version: 13", "Version: 8"));
    const HttpAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 426);
    QCOMPARE(answer.header("sec-websocket-version"), "13"); // RFC 6455 §4.4
}

/// UTF-8 is looked at over the whole message (RFC 6455 §5.6): a fragment may end inside a
/// character.
void TestWebSocketUpgrade::takesATextCutAnywhere()
{
    HttpTestClient client = m_server.client();
    client.write(upgrade());
    QCOMPARE(client.readAnswer().status, 101);
    client.write(maskedFrame(0x81, connectFrame()));
    QVERIFY(client.waitForBytes("CONNECTED\n"));
    const QByteArray begin = "SEND\ndestination:" + samsa::protocol::sendDestination(m_room)
        + "\ncontent-type:text/plain\nreceipt:";
    const QByteArray text = "한😀";
    for (qsizetype cut = 0; cut <= text.size(); ++cut) {
        const QByteArray receipt = "cut" + QByteArray::number(cut);
        const QByteArray frame = begin + receipt + "\n\n" + text + '\0';
        const qsizetype at = frame.size() - 1 - text.size() + cut;
        // A ping may come between the fragments (RFC 6455 §5.4).
        client.write(maskedFrame(0x01, frame.left(at)) + maskedFrame(0x89, "now?")
                     + maskedFrame(0x00, {}) + maskedFrame(0x80, frame.mid(at)));
        QVERIFY(client.waitForBytes("receipt-id:" + receipt + "\n"));
    }
}

void TestWebSocketUpgrade::closesWhatBreaksTheProtocol_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &bytes, int code) {
        QTest::newRow(name) << bytes << code;
    };
    row("not masked", QByteArray("\x81\x02hi", 4), 1002);
    row("a reserved bit", maskedFrame(0xc1, "\n"), 1002);
    row("a reserved opcode", maskedFrame(0x83, "\n"), 1002);
    row("a reserved control opcode", maskedFrame(0x8b, {}), 1002);
    row("a ping in fragments", maskedFrame(0x09, "a"), 1002);
    row("a long ping", maskedFrame(0x89, QByteArray(126, 'a')), 1002);
    row("a continuation of nothing", maskedFrame(0x80, "\n"), 1002);
    row("a message inside another", maskedFrame(0x01, "\n") + maskedFrame(0x81, "\n"), 1002);
    row("a length not in its shortest form", QByteArray("\x81\xfe\x00\x01mask\n", 9), 1002);
    row("the same in eight bytes", QByteArray("\x81\xff\0\0\0\0\0\0\0\x01mask\n", 15), 1002);
    row("a length of 2^63", QByteArray("\x81\xff\x80\0\0\0\0\0\0\0mask", 14), 1002);
    row("a message without end", QByteArray("\x82\xff\0\0\1\0\0\0\0\0mask", 14), 1009);
    row("text that is no UTF-8", maskedFrame(0x81, "\n\xff\n"), 1007);
    row("the same in fragments", maskedFrame(0x01, "\xed") + maskedFrame(0x80, "\n"), 1007);
    row("a close of one byte", maskedFrame(0x88, "x"), 1002);
    row("a close with a code that is none", maskedFrame(0x88, QByteArray("\x03\xed", 2)), 1002);
    row("a close whose reason is no UTF-8", maskedFrame(0x88, QByteArray("\x03\xe8\xff", 3)), 1007);
}

void TestWebSocketUpgrade::closesWhatBreaksTheProtocol()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    HttpTestClient client = m_server.client();
    client.write(upgrade());
    QCOMPARE(client.readAnswer().status, 101);
    client.write(bytes);
    QVERIFY(client.waitForClosed());
    const QByteArray rest = client.rest();
    QVERIFY2(rest.size() >= 4, rest.toHex().constData());
    QCOMPARE(rest.left(1), QByteArray("\x88"));
    QCOMPARE(int(qFromBigEndian<quint16>(rest.constData() + 2)), code);
}

void TestWebSocketUpgrade::answersPingAndClose()
{
    HttpTestClient client = m_server.client();
    client.write(upgrade());
    QCOMPARE(client.readAnswer().status, 101);
    client.write(maskedFrame(0x89, "there?") + maskedFrame(0x8a, "unasked")
                 + maskedFrame(0x89, {}));
    QVERIFY(client.waitForBytes(QByteArray("\x8a\x06there?\x8a\x00", 10)));
    client.write(maskedFrame(0x88, QByteArray("\x03\xe9 bye", 6)));
    QVERIFY(client.waitForClosed());
    QCOMPARE(client.rest().mid(10).left(4), QByteArray("\x88\x02\x03\xe9", 4));
}

void TestWebSocketUpgrade::readsFramesHoweverTheyAreCut()
{
    const QByteArray frames = maskedFrame(0x81, connectFrame())
        + maskedFrame(0x82,
                      "SEND\ndestination:" + samsa::protocol::sendDestination(m_room)
                          + "\nreceipt:1\n\n{\"text\":\"" + QByteArray(300, 'a') + "\"}" + '\0')
        + maskedFrame(0x81,
                      "SEND\ndestination:" + samsa::protocol::sendDestination(m_room)
                          + "\nreceipt:2\n\n{\"text\":\"Tea?\"}" + '\0');
    for (const qsizetype step : {1, 2, 3, 7, 50, 400}) {
        HttpTestClient client = m_server.client();
        client.write(upgrade());
        QCOMPARE(client.readAnswer().status, 101);
        for (qsizetype i = 0; i < frames.size(); i += step) {
            client.write(frames.mid(i, step));
            QCoreApplication::processEvents();
        }
        QVERIFY(client.waitForBytes("receipt-id:1\n"));
        QVERIFY(client.waitForBytes("receipt-id:2\n"));
    }
}

QTEST_GUILESS_MAIN(TestWebSocketUpgrade)
#include "tst_websocket_upgrade.moc"

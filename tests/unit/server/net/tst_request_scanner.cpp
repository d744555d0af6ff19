// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/request_scanner.h"
#include "server/net/upgrade_check.h"
#include "server/net/websocket_frame.h"

#include <QTest>

using samsa::net::RequestHead;
using samsa::net::RequestScanner;
using samsa::net::WebSocketOpcode;

/// The strict reader of requests, byte by byte. What it refuses over a real socket is in
/// tst_hostile_input.
class TestRequestScanner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAHead();
    void waitsForTheRestOfAHead();
    void refusesWhatIsTooLong();
    void readsListsAndRepeatedFields();
    void takesNoControlCharacterForABlank_data();
    void takesNoControlCharacterForABlank();
    void countsEveryTrailer();
    void followsRequestsHoweverTheyAreCut();
    void tellsWhatComesAfterARequest();
    void staysStopped();
    void refusesALargeBody();
    void seesWhoAsksForAWebSocket();
    void comparesOrigins_data();
    void comparesOrigins();
    void writesFramesOfAllLengths_data();
    void writesFramesOfAllLengths();

private:
    static constexpr RequestScanner::Limits limits {1024, 100};
};

void TestRequestScanner::readsAHead()
{
    const QByteArray bytes =
        "\r\nPOST /a/b?c=d HTTP/1.1\r\nHost: x\r\nContent-Length:  12 \r\nX-Empty:\r\n\r\nbody";
    const auto result = samsa::net::readHead(bytes, 1024);
    QVERIFY(!result.refusal);
    QCOMPARE(result.size, bytes.size() - 4);
    QCOMPARE(result.head.method, "POST");
    QCOMPARE(result.head.target, "/a/b?c=d");
    QCOMPARE(result.head.path(), "/a/b");
    QCOMPARE(result.head.contentLength, 12);
    QCOMPARE(result.head.field("x-empty"), "");
    QVERIFY(!result.head.field("x-empty").isNull());
    QVERIFY(result.head.field("other").isNull());
    QVERIFY(!result.head.http10);
}

void TestRequestScanner::waitsForTheRestOfAHead()
{
    const QByteArray bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const auto result = samsa::net::readHead(bytes.left(i), 1024);
        QVERIFY(!result.refusal);
        QCOMPARE(result.size, 0);
    }
    QCOMPARE(samsa::net::readHead(bytes, 1024).size, bytes.size());
    QCOMPARE(samsa::net::readHead(QByteArray("GET \0", 5), 1024).refusal->status, 400);
}

void TestRequestScanner::refusesWhatIsTooLong()
{
    const QByteArray long1 = "GET /" + QByteArray(200, 'a');
    QVERIFY(!samsa::net::readHead(long1, 300).refusal);
    QCOMPARE(samsa::net::readHead(long1, 200).refusal->status, 431);
    const QByteArray whole = "GET / HTTP/1.1\r\nHost: " + QByteArray(200, 'x') + "\r\n\r\n";
    QCOMPARE(samsa::net::readHead(whole, 100).refusal->status, 431);
}

void TestRequestScanner::readsListsAndRepeatedFields()
{
    const auto result = samsa::net::readHead(
        "GET / HTTP/1.0\r\nConnection: keep-alive , Upgrade\r\nConnection: X\r\n\r\n", 1024);
    QVERIFY(result.head.http10);
    QVERIFY(result.head.fieldHas("connection", "upgrade"));
    QVERIFY(result.head.fieldHas("connection", "keep-alive"));
    QVERIFY(result.head.fieldHas("connection", "x"));
    QVERIFY(!result.head.fieldHas("connection", "close"));
    QVERIFY(!result.head.fieldHas("upgrade", "websocket"));
}

void TestRequestScanner::takesNoControlCharacterForABlank_data()
{
    QTest::addColumn<char>("character");
    QTest::newRow("VT") << '\v';
    QTest::newRow("FF") << '\f';
    QTest::newRow("CR") << '\r';
}

/// RFC 9110 §5.5: around a value stand blanks and tabs alone.
void TestRequestScanner::takesNoControlCharacterForABlank()
{
    QFETCH(char, character);
    for (const QByteArray &value : {character + QByteArray("y"), QByteArray("y") + character}) {
        const auto result = samsa::net::readHead(
            "GET / HTTP/1.1\r\nHost: x\r\nX-Anything: " + value + "\r\n\r\n", 1024);
        QVERIFY(result.refusal);
        QCOMPARE(result.refusal->status, 400);
        RequestScanner trailer(limits);
        QCOMPARE(trailer.look("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "0\r\nX-Anything: "
                              + value + "\r\n\r\n"),
                 RequestScanner::Verdict::Stop);
    }
    const auto blanks = samsa::net::readHead(
        "GET / HTTP/1.1\r\nHost: x\r\nX-Anything: \t y z\t \r\nX-Nothing: \t\r\n\r\n", 1024);
    QCOMPARE(blanks.head.field("x-anything"), "y z");
    QCOMPARE(blanks.head.field("x-nothing"), "");
}

/// Short lines are free between chunks, where each comes with a byte of the body at least.
void TestRequestScanner::countsEveryTrailer()
{
    const QByteArray begin =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    RequestScanner few(limits);
    QCOMPARE(few.look(begin + QByteArray("A: b\r\n").repeated(100) + "\r\n"),
             RequestScanner::Verdict::Complete);
    RequestScanner many(limits);
    QCOMPARE(many.look(begin + QByteArray("A: b\r\n").repeated(300)),
             RequestScanner::Verdict::Stop);
    QCOMPARE(many.refusal().status, 431);
    RequestScanner cut(limits);
    QCOMPARE(cut.look(begin), RequestScanner::Verdict::GoOn);
    auto verdict = RequestScanner::Verdict::GoOn;
    for (int i = 0; i < 600 && verdict == RequestScanner::Verdict::GoOn; ++i)
        verdict = cut.look(i % 2 == 0 ? "A: " : "b\r\n");
    QCOMPARE(verdict, RequestScanner::Verdict::Stop);
}

void TestRequestScanner::followsRequestsHoweverTheyAreCut()
{
    const QByteArray request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    for (qsizetype step = 1; step <= request.size(); ++step) {
        RequestScanner guard(limits);
        for (int round = 0; round < 3; ++round) {
            QVERIFY(guard.isBetweenRequests());
            for (qsizetype i = 0; i < request.size(); i += step) {
                const bool last = i + step >= request.size();
                QCOMPARE(guard.look(request.mid(i, step)),
                         last ? RequestScanner::Verdict::Complete : RequestScanner::Verdict::GoOn);
            }
            QCOMPARE(guard.extra(), 0);
            QCOMPARE(guard.head().contentLength, 5);
            guard.next();
        }
    }
}

void TestRequestScanner::tellsWhatComesAfterARequest()
{
    RequestScanner guard(limits);
    const QByteArray request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    QCOMPARE(guard.look(request + "GET"), RequestScanner::Verdict::Complete);
    QCOMPARE(guard.extra(), 3);
    QCOMPARE(guard.look("more"), RequestScanner::Verdict::Complete);
    QCOMPARE(guard.extra(), 4);
    guard.next();
    QCOMPARE(guard.extra(), 0);
}

void TestRequestScanner::staysStopped()
{
    RequestScanner guard(limits);
    QCOMPARE(guard.look("nonsense\r\n"), RequestScanner::Verdict::Stop);
    QCOMPARE(guard.refusal().status, 400);
    QCOMPARE(guard.look("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), RequestScanner::Verdict::Stop);
    guard.next();
    QCOMPARE(guard.look("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), RequestScanner::Verdict::Stop);
}

void TestRequestScanner::refusesALargeBody()
{
    RequestScanner guard(limits);
    QCOMPARE(guard.look("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n"),
             RequestScanner::Verdict::Stop);
    QCOMPARE(guard.refusal().status, 413);
    RequestScanner fits(limits);
    QCOMPARE(fits.look("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"),
             RequestScanner::Verdict::GoOn);
}

void TestRequestScanner::seesWhoAsksForAWebSocket()
{
    const auto asks = [](const QByteArray &target, const QByteArray &fields) {
        return samsa::net::asksForWebSocket(
            samsa::net::readHead("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n",
                                 1024)
                .head);
    };
    QVERIFY(asks("/ws", ""));
    QVERIFY(asks("/ws?token=x", ""));
    QVERIFY(asks("/other", "Upgrade: WebSocket\r\n"));
    QVERIFY(!asks("/", "Upgrade: h2c\r\n"));
    QVERIFY(!asks("/wsx", ""));
}

void TestRequestScanner::comparesOrigins_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("same");
    QTest::newRow("same") << QByteArray("a.example") << QByteArray("http://a.example") << true;
    QTest::newRow("case") << QByteArray("A.example") << QByteArray("http://a.EXAMPLE") << true;
    QTest::newRow("standard port")
        << QByteArray("a.example:80") << QByteArray("http://a.example") << true;
    QTest::newRow("behind TLS") << QByteArray("a.example") << QByteArray("https://a.example")
                                << true;
    QTest::newRow("IPv6") << QByteArray("[::1]:8642") << QByteArray("http://[::1]:8642") << true;
    QTest::newRow("other port") << QByteArray("a.example:8642") << QByteArray("http://a.example")
                                << false;
    QTest::newRow("other host") << QByteArray("a.example") << QByteArray("http://b.example")
                                << false;
    QTest::newRow("prefix") << QByteArray("a.example") << QByteArray("http://a.example.evil")
                            << false;
    QTest::newRow("user") << QByteArray("a.example") << QByteArray("http://a.example@b.example")
                          << false;
    QTest::newRow("null") << QByteArray("a.example") << QByteArray("null") << false;
    QTest::newRow("empty") << QByteArray("a.example") << QByteArray("") << false;
    QTest::newRow("file") << QByteArray("a.example") << QByteArray("file://a.example") << false;
}

void TestRequestScanner::comparesOrigins()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    const QByteArray bytes = "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin
        + "\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    const auto refusal = samsa::net::checkUpgrade(samsa::net::readHead(bytes, 1024).head);
    QTEST(!refusal.has_value(), "same");
    if (refusal)
        QCOMPARE(refusal->status, 403);
}

void TestRequestScanner::writesFramesOfAllLengths_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("0") << qsizetype(0) << QByteArray::fromHex("8100");
    QTest::newRow("125") << qsizetype(125) << QByteArray::fromHex("817d");
    QTest::newRow("126") << qsizetype(126) << QByteArray::fromHex("817e007e");
    QTest::newRow("65535") << qsizetype(65535) << QByteArray::fromHex("817effff");
    QTest::newRow("65536") << qsizetype(65536) << QByteArray::fromHex("817f0000000000010000");
}

void TestRequestScanner::writesFramesOfAllLengths()
{
    QFETCH(qsizetype, size);
    QFETCH(QByteArray, head);
    const QByteArray payload(size, 'p');
    QCOMPARE(samsa::net::webSocketFrame(payload), head + payload);
    QByteArray two = "x";
    samsa::net::appendWebSocketFrame(two, payload, WebSocketOpcode::Binary);
    head[0] = char(0x82);
    QCOMPARE(two, "x" + head + payload);
}

QTEST_GUILESS_MAIN(TestRequestScanner)
#include "tst_request_scanner.moc"

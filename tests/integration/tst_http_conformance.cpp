// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::TestServer;

/// What clients and proxies may do in HTTP/1.1 beyond what our own programs do: chunked bodies,
/// 100-continue, absolute targets, HTTP/1.0. What is wrong is in tst_hostile_input.
class TestHttpConformance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void readsAChunkedBody_data();
    void readsAChunkedBody();
    void readsAChunkedBodyByteByByte();
    void goesOnAfterAChunkedBody();
    void saysGoOnToWhoWaitsForIt_data();
    void saysGoOnToWhoWaitsForIt();
    void saysNothingToWhoDoesNotWait();
    void refusesBeforeTheBodyComes_data();
    void refusesBeforeTheBodyComes();
    void takesAnAbsoluteTarget_data();
    void takesAnAbsoluteTarget();
    void comparesTheOriginWithTheAbsoluteTarget();
    void saysWhetherItStaysToHttp10_data();
    void saysWhetherItStaysToHttp10();

private:
    QByteArray post(const QByteArray &fields) const
    {
        return "POST " + samsa::test::messagesPath(m_room)
            + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + m_ann + "\r\n" + fields + "\r\n";
    }

    TestServer m_server;
    QByteArray m_ann;
    QUuid m_room;
};

void TestHttpConformance::initTestCase()
{
    QVERIFY(m_server.start());
    m_ann = m_server.claim("Ann");
    m_room = m_server.makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

void TestHttpConformance::readsAChunkedBody_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("body");
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    QTest::newRow("one chunk") << chunked << QByteArray("f\r\n{\"text\":\"Tea?\"}\r\n0\r\n\r\n");
    QTest::newRow("three") << chunked
                           << QByteArray("5\r\n{\"tex\r\n9\r\nt\":\"Tea?\"\r\n1\r\n}\r\n0\r\n\r\n");
    QTest::newRow("zeros and capitals")
        << chunked << QByteArray("0000000F\r\n{\"text\":\"Tea?\"}\r\n000\r\n\r\n");
    QTest::newRow("extensions") << chunked
                                << QByteArray(
                                       "f;a;b=\"c d\"\r\n{\"text\":\"Tea?\"}\r\n0;e\r\n\r\n");
    QTest::newRow("trailers") << chunked
                              << QByteArray("f\r\n{\"text\":\"Tea?\"}\r\n0\r\nX: y\r\n"
                                            "Content-Length: 7\r\n\r\n");
    QTest::newRow("in capitals") << QByteArray("TRANSFER-ENCODING: CHUNKED\r\n")
                                 << QByteArray("f\r\n{\"text\":\"Tea?\"}\r\n0\r\n\r\n");
}

void TestHttpConformance::readsAChunkedBody()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, body);
    HttpTestClient client = m_server.client();
    client.write(post(field) + body);
    QCOMPARE(client.readAnswer().status, 201);
    QCOMPARE(m_server.history(m_ann, m_room).constLast(), u"Tea?"_s);
}

void TestHttpConformance::readsAChunkedBodyByteByByte()
{
    HttpTestClient client = m_server.client();
    client.write(post("Transfer-Encoding: chunked\r\n"));
    for (const char byte :
         QByteArray("8;x=y\r\n{\"text\":\r\n8\r\n\"Bread?\"\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n")) {
        client.write(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    QCOMPARE(client.readAnswer().status, 201);
    QCOMPARE(m_server.history(m_ann, m_room).constLast(), u"Bread?"_s);
}

void TestHttpConformance::goesOnAfterAChunkedBody()
{
    HttpTestClient client = m_server.client();
    const QByteArray body = R"({"text":"Tea?"})";
    const QByteArray chunked =
        post("Transfer-Encoding: chunked\r\n") + "f\r\n" + body + "\r\n0\r\n\r\n";
    const QByteArray plain = post("Content-Length: 15\r\n") + body;
    client.write(chunked + plain + chunked);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.readAnswer().status, 201);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpConformance::saysGoOnToWhoWaitsForIt_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    const QByteArray body = R"({"text":"Tea?"})";
    QTest::newRow("a length") << QByteArray("Expect: 100-continue\r\nContent-Length: 15\r\n")
                              << body;
    QTest::newRow("chunked") << QByteArray("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n")
                             << "f\r\n" + body + "\r\n0\r\n\r\n";
    QTest::newRow("in capitals") << QByteArray("EXPECT: 100-Continue\r\nContent-Length: 15\r\n")
                                 << body;
}

void TestHttpConformance::saysGoOnToWhoWaitsForIt()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    HttpTestClient client = m_server.client();
    for (int round = 0; round < 2; ++round) {
        client.write(post(fields));
        QCOMPARE(client.readAnswer().status, 100);
        client.write(body);
        QCOMPARE(client.readAnswer().status, 201);
    }
    QVERIFY(client.rest().isEmpty());
}

void TestHttpConformance::saysNothingToWhoDoesNotWait()
{
    HttpTestClient client = m_server.client();
    client.write(post("Expect: 100-continue\r\nContent-Length: 15\r\n") + R"({"text":"Tea?"})");
    QCOMPARE(client.readAnswer().status, 201);
    client.write("GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 200);
    // HTTP/1.0 knows no such answer.
    client.write(post("Connection: keep-alive\r\nExpect: 100-continue\r\nContent-Length: 15\r\n")
                     .replace("HTTP/1.1", "HTTP/1.0"));
    QCoreApplication::processEvents();
    client.write(R"({"text":"Tea?"})");
    QCOMPARE(client.readAnswer().status, 201);
}

void TestHttpConformance::refusesBeforeTheBodyComes_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const QByteArray fields = "Expect: 100-continue\r\nContent-Length: 15\r\n";
    QTest::newRow("too large") << post("Expect: 100-continue\r\nContent-Length: 100000\r\n") << 413;
    QTest::newRow("nothing there") << post(fields).replace("/messages", "/other") << 404;
    QTest::newRow("wrong method") << post(fields).replace("POST", "PUT") << 405;
}

void TestHttpConformance::refusesBeforeTheBodyComes()
{
    QFETCH(QByteArray, head);
    HttpTestClient client = m_server.client();
    client.write(head);
    const HttpAnswer answer = client.readAnswer();
    QTEST(answer.status, "status");
    QCOMPARE(answer.header("connection"), "close");
    QVERIFY(client.waitForClosed());
    QVERIFY(client.rest().isEmpty());
}

void TestHttpConformance::takesAnAbsoluteTarget_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("as Host") << QByteArray("http://a/healthz") << 200;
    QTest::newRow("not as Host, which does not count")
        << QByteArray("http://other.example:8080/healthz") << 200;
    QTest::newRow("https") << QByteArray("HTTPS://a/healthz?x=y") << 200;
    QTest::newRow("IPv6") << QByteArray("http://[::1]:80/healthz") << 200;
    QTest::newRow("without a path") << QByteArray("http://a") << 404;
    QTest::newRow("without a path, with a query") << QByteArray("http://a?x=/healthz") << 404;
}

void TestHttpConformance::takesAnAbsoluteTarget()
{
    QFETCH(QByteArray, target);
    HttpTestClient client = m_server.client();
    for (int round = 0; round < 2; ++round) {
        client.write("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        QTEST(client.readAnswer().status, "status");
    }
}

void TestHttpConformance::comparesTheOriginWithTheAbsoluteTarget()
{
    const auto status = [this](const QByteArray &host, const QByteArray &origin) {
        HttpTestClient client = m_server.client();
        client.write("GET http://chat.example/ws HTTP/1.1\r\nHost: " + host
                     + "\r\nOrigin: " + origin
                     + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
                       "13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        return client.readAnswer().status;
    };
    QCOMPARE(status("evil.example", "http://chat.example"), 101);
    QCOMPARE(status("evil.example", "http://evil.example"), 403);
}

void TestHttpConformance::saysWhetherItStaysToHttp10_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("connection");
    QTest::newRow("asked to stay")
        << QByteArray("Connection: Keep-Alive\r\n") << QByteArray("keep-alive");
    QTest::newRow("not asked") << QByteArray() << QByteArray("close");
    QTest::newRow("both") << QByteArray("Connection: keep-alive, close\r\n") << QByteArray("close");
}

void TestHttpConformance::saysWhetherItStaysToHttp10()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, connection);
    HttpTestClient client = m_server.client();
    const QByteArray request = "GET /healthz HTTP/1.0\r\n" + fields + "\r\n";
    client.write(request);
    QTEST(client.readAnswer().header("connection"), "connection");
    if (connection == "close") {
        QVERIFY(client.waitForClosed());
        return;
    }
    client.write(request);
    QCOMPARE(client.readAnswer().status, 200);
}

QTEST_GUILESS_MAIN(TestHttpConformance)
#include "tst_http_conformance.moc"

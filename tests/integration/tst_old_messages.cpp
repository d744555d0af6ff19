// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"
#include "server/base/clock.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::TestServer;

/// A whole server that keeps messages for a day, and a clock that is set on.
class TestOldMessages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { samsa::setWallClockAhead(0ms); }
    void cleanupTestCase() { samsa::setWallClockAhead(0ms); }

    void areShownToNobody();
    void goFromTheRoomList();
    void areCounted();
    void leaveARoomThatGoesOn();
    void areKeptUnlessTheServerIsTold();

private:
    static QByteArray metric(const TestServer &server)
    {
        const QByteArray all = server.client().get("/metrics").body;
        const qsizetype at = all.indexOf("\nsamsa_retention_removed_messages ");
        return at < 0 ? QByteArray() : all.mid(at + 1).split('\n').constFirst().split(' ').at(1);
    }
};

void TestOldMessages::areShownToNobody()
{
    TestServer server;
    server.options.retentionDays = std::chrono::days(1);
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Tea");
    HttpTestClient client = server.client(ann);
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"old\"}").status, 201);
    // The page is kept, by the worker of this connection.
    QVERIFY(client.get(messagesPath(room)).body.contains("old"));
    samsa::setWallClockAhead(12h);
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"young\"}").status, 201);
    QVERIFY(client.get(messagesPath(room)).body.contains("old"));

    samsa::setWallClockAhead(25h);
    QTRY_VERIFY(!client.get(messagesPath(room)).body.contains("old"));
    QTRY_COMPARE(server.history(ann, room), QStringList(u"young"_s));
    QVERIFY(client.get(messagesPath(room) + "?after=0").body.contains("young"));
    QVERIFY(!client.get(messagesPath(room) + "?before=2").body.contains("old"));
    QVERIFY(server.restart());
    QCOMPARE(server.history(ann, room), QStringList(u"young"_s));
}

void TestOldMessages::goFromTheRoomList()
{
    TestServer server;
    server.options.retentionDays = std::chrono::days(1);
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Tea");
    HttpTestClient client = server.client(ann);
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"old\"}").status, 201);
    const QByteArray etag = client.get("/api/v1/rooms").header("etag");
    samsa::setWallClockAhead(25h);
    QTRY_VERIFY(!client.get("/api/v1/rooms").body.contains("old"));
    QVERIFY(client.get("/api/v1/rooms").header("etag") != etag);
    const auto rooms = samsa::protocol::parseRooms(client.get("/api/v1/rooms").body);
    QCOMPARE(rooms->constFirst().lastNickname, QString());
    QCOMPARE(rooms->constFirst().messageCount, 1);
    QCOMPARE(rooms->constFirst().lastPosition, 1);
    // The next message stands after it.
    QVERIFY(client.post(messagesPath(room), "{\"text\":\"new\"}").body.contains("\"position\":2"));
    QTRY_VERIFY(client.get("/api/v1/rooms").body.contains("\"messageCount\":2"));
}

void TestOldMessages::areCounted()
{
    TestServer server;
    server.options.retentionDays = std::chrono::days(1);
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Tea");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(server.client(ann).post(messagesPath(room), "{\"text\":\"old\"}").status, 201);
    QCOMPARE(metric(server), "0");
    samsa::setWallClockAhead(25h);
    QTRY_COMPARE(metric(server), "3");
}

void TestOldMessages::leaveARoomThatGoesOn()
{
    TestServer server;
    server.options.retentionDays = std::chrono::days(1);
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Tea");
    HttpTestClient client = server.client(ann);
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"old\"}").status, 201);
    samsa::setWallClockAhead(25h);
    QTRY_COMPARE(metric(server), "1");
    // Who was away since before the first message goes on with what there is.
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"young\"}").status, 201);
    const auto page = samsa::protocol::parsePage(client.get(messagesPath(room) + "?after=0").body);
    QCOMPARE(page->messages.size(), 1);
    QCOMPARE(page->messages.constFirst().position, 2);
    QVERIFY(!page->more);
}

void TestOldMessages::areKeptUnlessTheServerIsTold()
{
    TestServer server;
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Tea");
    QCOMPARE(server.client(ann).post(messagesPath(room), "{\"text\":\"old\"}").status, 201);
    samsa::setWallClockAhead(24h * 365);
    QVERIFY(server.restart());
    QCOMPARE(server.history(server.claim("Bob"), room), QStringList(u"old"_s));
    QCOMPARE(metric(server), QByteArray());
}

QTEST_GUILESS_MAIN(TestOldMessages)
#include "tst_old_messages.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/base/clock.h"
#include "tests/support/test_server.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::TestServer;

/// Every call of the HTTP API against a whole server, over real sockets: what it answers and what
/// it refuses.
class TestHttpApi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void claimsANicknameAndSaysWhoOneIs();
    void refusesADuplicateNicknameInAnyCase();
    void refusesWhatIsNoNickname();
    void keepsTheTokenOfWhoComesBack();
    void freesTheNicknameOfWhoLeaves();
    void asksForATokenEverywhere();
    void makesARoomOnceAndListsIt();
    void answersNotModifiedWhileTheListStands();
    void acceptsAMessageAndPagesThroughIt();
    void answersAPollForNothingNewWithNotModified();
    void acceptsAMessageOnceUnderOneId();
    void refusesBadMessages();
    void refusesBadCursors();
    void countsWhoPollsAsPresent();
    void answersHeadWithoutABody();
    void knowsPathsAndMethods();
    void tellsHowItIs();
    void keepsAConnectionForManyRequests();
    void closesWhereTheClientAsksForIt();
    void beginsAPageAtATime();

private:
    QByteArray send(const QByteArray &text, const QByteArray &id = {})
    {
        return id.isEmpty() ? "{\"text\":\"" + text + "\"}"
                            : "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }

    TestServer m_server;
    QByteArray m_ann;
    QUuid m_room;
};

void TestHttpApi::initTestCase()
{
    QVERIFY(m_server.start());
    m_ann = m_server.claim("Ann");
    QVERIFY(!m_ann.isEmpty());
    m_room = m_server.makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

void TestHttpApi::claimsANicknameAndSaysWhoOneIs()
{
    HttpTestClient client = m_server.client();
    const HttpAnswer claimed = client.post("/api/v1/session", "{\"nickname\":\"  Bob \"}");
    QCOMPARE(claimed.status, 201);
    QCOMPARE(claimed.header("content-type"), "application/json");
    const auto session = samsa::protocol::parseSessionAnswer(claimed.body);
    QVERIFY(session.ok());
    QCOMPARE(session->nickname, u"Bob"_s);
    QCOMPARE(session->token.size(), 43);
    QVERIFY(session->expiresAt > QDateTime::currentDateTimeUtc().addDays(29));

    client.setToken(session->token);
    const HttpAnswer who = client.get("/api/v1/session");
    QCOMPARE(who.status, 200);
    QCOMPARE(who.json().value("nickname"_L1).toString(), u"Bob"_s);
    QVERIFY(!who.json().contains("token"_L1));
}

void TestHttpApi::refusesADuplicateNicknameInAnyCase()
{
    const HttpAnswer answer = m_server.client().post("/api/v1/session", "{\"nickname\":\"aNN\"}");
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.code(), u"nickname_taken"_s);
    QCOMPARE(answer.header("content-type"), "application/problem+json");
}

void TestHttpApi::refusesWhatIsNoNickname()
{
    HttpTestClient client = m_server.client();
    QCOMPARE(client.post("/api/v1/session", "{\"nickname\":\" \"}").code(), u"nickname_invalid"_s);
    const HttpAnswer missing = client.post("/api/v1/session", "{}");
    QCOMPARE(missing.status, 400);
    QCOMPARE(missing.code(), u"body_invalid"_s);
    QCOMPARE(client.post("/api/v1/session", "no json").status, 400);
}

void TestHttpApi::keepsTheTokenOfWhoComesBack()
{
    const QByteArray token = m_server.claim("Clara");
    const HttpAnswer again =
        m_server.client(token).post("/api/v1/session", "{\"nickname\":\"Clara\"}");
    QCOMPARE(again.status, 200);
    QCOMPARE(again.json().value("token"_L1).toString().toLatin1(), token);
    // Another nickname with that token is another session; a token of one's own making is not
    // taken.
    const HttpAnswer other =
        m_server.client(token).post("/api/v1/session", "{\"nickname\":\"Clara2\"}");
    QCOMPARE(other.status, 201);
    QVERIFY(other.json().value("token"_L1).toString().toLatin1() != token);
    const QByteArray made(43, 'A');
    const HttpAnswer chosen =
        m_server.client(made).post("/api/v1/session", "{\"nickname\":\"Clara3\"}");
    QCOMPARE(chosen.status, 201);
    QVERIFY(chosen.json().value("token"_L1).toString().toLatin1() != made);
}

void TestHttpApi::freesTheNicknameOfWhoLeaves()
{
    HttpTestClient client = m_server.client(m_server.claim("Dora"));
    QCOMPARE(client.request("DELETE", "/api/v1/session").status, 204);
    QCOMPARE(client.get("/api/v1/session").status, 401);
    QVERIFY(!m_server.claim("Dora").isEmpty());
}

void TestHttpApi::asksForATokenEverywhere()
{
    const QList<std::pair<QByteArray, QByteArray>> calls {
        {"GET", "/api/v1/session"}, {"DELETE", "/api/v1/session"}, {"GET", "/api/v1/rooms"},
        {"POST", "/api/v1/rooms"},  {"GET", messagesPath(m_room)}, {"POST", messagesPath(m_room)}};
    for (const QByteArray &token : {QByteArray(), QByteArray("wrong"), QByteArray(43, 'x')}) {
        HttpTestClient client = m_server.client(token);
        for (const auto &[method, path] : calls) {
            const HttpAnswer answer = client.request(method, path, method == "POST" ? "{}" : "");
            QCOMPARE(answer.status, 401);
            QCOMPARE(answer.code(), u"unauthorized"_s);
            QVERIFY(answer.header("www-authenticate").startsWith("Bearer"));
        }
    }
}

void TestHttpApi::makesARoomOnceAndListsIt()
{
    HttpTestClient client = m_server.client(m_ann);
    const HttpAnswer made = client.post("/api/v1/rooms", "{\"name\":\"Attic\"}");
    QCOMPARE(made.status, 201);
    const auto room = samsa::protocol::parseRoom(made.body);
    QVERIFY(room.ok());
    QCOMPARE(room->creator, u"Ann"_s);

    const HttpAnswer again = client.post("/api/v1/rooms", "{\"name\":\"ATTIC\"}");
    QCOMPARE(again.status, 409);
    QCOMPARE(again.code(), u"room_exists"_s);
    QCOMPARE(client.post("/api/v1/rooms", "{\"name\":\"\"}").code(), u"room_name_invalid"_s);
    QCOMPARE(client.post("/api/v1/rooms", "{\"name\":7}").code(), u"body_invalid"_s);

    const auto rooms = samsa::protocol::parseRooms(client.get("/api/v1/rooms").body);
    QVERIFY(rooms.ok());
    QCOMPARE(std::count_if(rooms->begin(), rooms->end(),
                           [&](const auto &one) { return one.id == room->id; }),
             1);
}

void TestHttpApi::answersNotModifiedWhileTheListStands()
{
    HttpTestClient client = m_server.client(m_ann);
    const HttpAnswer list = client.get("/api/v1/rooms");
    const QByteArray etag = list.header("etag");
    QVERIFY(!etag.isEmpty());
    const HttpAnswer same = client.get("/api/v1/rooms", {{"If-None-Match", etag}});
    QCOMPARE(same.status, 304);
    QCOMPARE(same.header("etag"), etag);
    QVERIFY(same.body.isEmpty());
    m_server.makeRoom(m_ann, "Cellar");
    const HttpAnswer changed = client.get("/api/v1/rooms", {{"If-None-Match", etag}});
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.header("etag") != etag);
}

void TestHttpApi::acceptsAMessageAndPagesThroughIt()
{
    const QUuid room = m_server.makeRoom(m_ann, "Pages");
    HttpTestClient client = m_server.client(m_ann);
    QList<qint64> positions;
    for (int i = 1; i <= 7; ++i) {
        const HttpAnswer answer =
            client.post(messagesPath(room), send("m" + QByteArray::number(i)));
        QCOMPARE(answer.status, 201);
        const auto accepted = samsa::protocol::parseAccepted(answer.body);
        QVERIFY(accepted.ok());
        positions.append(accepted->position);
    }
    QVERIFY(std::is_sorted(positions.begin(), positions.end()));

    const auto texts = [&](const QByteArray &query, bool *more) {
        const auto page = samsa::protocol::parsePage(client.get(messagesPath(room) + query).body);
        QStringList result;
        if (!page)
            return result;
        *more = page->more;
        for (const auto &message : page->messages)
            result.append(message.text);
        return result;
    };
    bool more = false;
    QCOMPARE(texts("", &more).size(), 7);
    QVERIFY(!more);
    QCOMPARE(texts("?after=0&limit=3", &more), QStringList({u"m1"_s, u"m2"_s, u"m3"_s}));
    QVERIFY(more);
    QCOMPARE(texts("?after=" + QByteArray::number(positions[4]), &more),
             QStringList({u"m6"_s, u"m7"_s}));
    QVERIFY(!more);
    QCOMPARE(texts("?before=" + QByteArray::number(positions[3]) + "&limit=2", &more),
             QStringList({u"m2"_s, u"m3"_s}));
    QVERIFY(more);
    QCOMPARE(texts("?limit=2", &more), QStringList({u"m6"_s, u"m7"_s}));
}

void TestHttpApi::answersAPollForNothingNewWithNotModified()
{
    HttpTestClient client = m_server.client(m_ann);
    client.post(messagesPath(m_room), send("one"));
    const HttpAnswer page = client.get(messagesPath(m_room) + "?limit=1");
    const qint64 last = samsa::protocol::parsePage(page.body)->messages.constLast().position;
    const QByteArray poll = messagesPath(m_room) + "?after=" + QByteArray::number(last);
    const HttpAnswer nothing = client.get(poll);
    QCOMPARE(nothing.status, 200);
    QVERIFY(samsa::protocol::parsePage(nothing.body)->messages.isEmpty());
    const QByteArray etag = nothing.header("etag");
    QCOMPARE(client.get(poll, {{"If-None-Match", etag}}).status, 304);
    client.post(messagesPath(m_room), send("two"));
    const HttpAnswer fresh = client.get(poll, {{"If-None-Match", etag}});
    QCOMPARE(fresh.status, 200);
    QCOMPARE(samsa::protocol::parsePage(fresh.body)->messages.size(), 1);
}

void TestHttpApi::acceptsAMessageOnceUnderOneId()
{
    HttpTestClient client = m_server.client(m_ann);
    for (const QByteArray &id :
         {QByteArray("0198c0de-7b1c-7def-8123-456789abcdef"), // long ago: a look-up
          samsa::protocol::writeId(samsa::protocol::makeMessageId())}) {
        const HttpAnswer first =
            client.post(messagesPath(m_room), send("only once " + id.left(8), id));
        const HttpAnswer again =
            client.post(messagesPath(m_room), send("only once " + id.left(8), id));
        QCOMPARE(first.status, 201);
        QCOMPARE(again.status, 201);
        QCOMPARE(again.body, first.body);
        QCOMPARE(
            m_server.history(m_ann, m_room).count(QString::fromLatin1("only once " + id.left(8))),
            1);

        const HttpAnswer stolen = m_server.client(m_server.claim("E" + id.left(8)))
                                      .post(messagesPath(m_room), send("mine", id));
        QCOMPARE(stolen.status, 409);
        QCOMPARE(stolen.code(), u"message_id_taken"_s);
    }
}

void TestHttpApi::refusesBadMessages()
{
    HttpTestClient client = m_server.client(m_ann);
    const HttpAnswer nowhere =
        client.post("/api/v1/rooms/00000000-0000-4000-8000-000000000001/messages", send("x"));
    QCOMPARE(nowhere.status, 404);
    QCOMPARE(nowhere.code(), u"room_not_found"_s);
    QCOMPARE(client.post("/api/v1/rooms/no-id/messages", send("x")).code(), u"room_not_found"_s);
    QCOMPARE(client.post(messagesPath(m_room), send("")).code(), u"text_invalid"_s);
    QCOMPARE(client.post(messagesPath(m_room), send(QByteArray(4001, 'x'))).code(),
             u"text_invalid"_s);
    QCOMPARE(client.post(messagesPath(m_room), send("x", "no-id")).code(), u"message_id_invalid"_s);
    QCOMPARE(client.post(messagesPath(m_room), "[]").code(), u"body_invalid"_s);
}

void TestHttpApi::refusesBadCursors()
{
    HttpTestClient client = m_server.client(m_ann);
    for (const QByteArray query : {"?after=x", "?after=-1", "?before=1e3", "?limit=0", "?limit=501",
                                   "?after=1&before=2", "?after=99999999999999999999"}) {
        const HttpAnswer answer = client.get(messagesPath(m_room) + query);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"cursor_invalid"_s);
    }
    QCOMPARE(client.get("/api/v1/rooms/no-id/messages").status, 404);
}

void TestHttpApi::countsWhoPollsAsPresent()
{
    const QUuid room = m_server.makeRoom(m_ann, "Presence");
    const QByteArray bob = m_server.claim("Presence Bob");
    m_server.client(m_ann).get(messagesPath(room));
    m_server.client(m_ann).get(messagesPath(room));
    m_server.client(bob).get(messagesPath(room));
    const auto rooms =
        samsa::protocol::parseRooms(m_server.client(m_ann).get("/api/v1/rooms").body);
    const auto found =
        std::find_if(rooms->begin(), rooms->end(), [&](const auto &one) { return one.id == room; });
    QCOMPARE(found->peopleNow, 2);
}

void TestHttpApi::answersHeadWithoutABody()
{
    HttpTestClient client = m_server.client(m_ann);
    const HttpAnswer head = client.request("HEAD", "/healthz");
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), "15");
    QCOMPARE(client.get("/healthz").body, "{\"status\":\"ok\"}");
}

void TestHttpApi::knowsPathsAndMethods()
{
    HttpTestClient client = m_server.client(m_ann);
    for (const QByteArray path :
         {"/", "/api/v1", "/api/v1/room", "/api/v1/rooms/", "/api/v1/rooms//messages/x"}) {
        const HttpAnswer answer = client.get(path);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.code(), u"not_found"_s);
    }
    const HttpAnswer wrong = client.request("PUT", "/api/v1/rooms", "{}");
    QCOMPARE(wrong.status, 405);
    QCOMPARE(wrong.code(), u"method_not_allowed"_s);
    QCOMPARE(wrong.header("allow"), "GET, HEAD, POST");
}

void TestHttpApi::tellsHowItIs()
{
    HttpTestClient client = m_server.client();
    QCOMPARE(client.get("/healthz").status, 200);
    const HttpAnswer ready = client.get("/readyz");
    QCOMPARE(ready.status, 200);
    QVERIFY(ready.json().value("log"_L1).toObject().value("ready"_L1).toBool());
    const HttpAnswer metrics = client.get("/metrics");
    QVERIFY(metrics.header("content-type").startsWith("text/plain; version=0.0.4"));
    QVERIFY(metrics.body.contains("\nsamsa_messages_accepted_total "));
    QVERIFY(metrics.body.contains("samsa_connections{worker=\"1\"} "));
#ifdef Q_OS_LINUX
    QVERIFY(metrics.body.contains("\nprocess_resident_memory_bytes "));
#endif
    const QJsonObject description = client.get("/openapi.json").json();
    QVERIFY(description.value("paths"_L1).toObject().contains("/api/v1/rooms"_L1));
}

void TestHttpApi::keepsAConnectionForManyRequests()
{
    HttpTestClient client = m_server.client(m_ann);
    client.get("/healthz");
    const quint16 port = client.socket().localPort();
    for (int i = 0; i < 50; ++i)
        QCOMPARE(client.get("/api/v1/rooms").status, 200);
    QCOMPARE(client.socket().localPort(), port);
}

void TestHttpApi::closesWhereTheClientAsksForIt()
{
    HttpTestClient client = m_server.client();
    const HttpAnswer answer = client.get("/healthz", {{"Connection", "close"}});
    QCOMPARE(answer.header("connection"), "close");
    QVERIFY(client.waitForClosed());

    HttpTestClient old = m_server.client();
    old.write("GET /healthz HTTP/1.0\r\n\r\n");
    QCOMPARE(old.readAnswer().status, 200);
    QVERIFY(old.waitForClosed());
}

void TestHttpApi::beginsAPageAtATime()
{
    const QUuid room = m_server.makeRoom(m_ann, "Calendar");
    HttpTestClient ann = m_server.client(m_ann);
    QStringList times;
    for (int i = 0; i < 5; ++i) {
        samsa::setWallClockAhead(std::chrono::hours(i));
        const auto sent =
            ann.post(messagesPath(room), "{\"text\":\"" + QByteArray::number(i) + "\"}");
        times.append(sent.json().value("time"_L1).toString());
    }
    samsa::setWallClockAhead(std::chrono::milliseconds(0));
    const auto texts = [&](const QString &since, const QByteArray &more = {}) {
        const auto page = samsa::protocol::parsePage(
            ann.get(messagesPath(room) + "?since=" + since.toLatin1() + more).body);
        QStringList said;
        for (const auto &message : page ? page->messages : QList<samsa::protocol::Message>())
            said.append(message.text);
        return said.join(u' ');
    };
    QCOMPARE(texts(u"1970-01-01T00:00:00Z"_s), u"0 1 2 3 4"_s);
    QCOMPARE(texts(times[2]), u"2 3 4"_s);
    QCOMPARE(texts(times[2], "&limit=1"), u"2"_s);
    QCOMPARE(texts(u"2999-01-01T00:00:00%2B09:00"_s), QString());
    for (const QByteArray query : {"?since=yesterday", "?since=2026-01-01T00:00:00Z&after=1"})
        QCOMPARE(ann.get(messagesPath(room) + query).code(), u"cursor_invalid"_s);
}

QTEST_GUILESS_MAIN(TestHttpApi)
#include "tst_http_api.moc"

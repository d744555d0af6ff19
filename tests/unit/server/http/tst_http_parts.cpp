// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/page_cache.h"
#include "server/http/refusal.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::Timestamp;
using samsa::http::PageCache;
using samsa::http::Persistence;
using samsa::http::Request;
using samsa::http::Response;
using samsa::protocol::Code;

/// The values of the HTTP side: what a route can ask a request, and how an answer becomes bytes.
class TestHttpParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsNoPageWithAMessageOverAge();
    void findsQueryItems();
    void findsTheBearerToken_data();
    void findsTheBearerToken();
    void matchesTags_data();
    void matchesTags();
    void writesAnAnswer();
    void leavesTheBodyOut();
    void writesProblems();
    void writesRefusalsBelowTheApi();
    void knowsAReasonForEveryStatusItUses();
    void findsAPageOnlyUnderWhatWasAskedFor();

private:
    static Request request(const QByteArray &target, const QByteArray &fields = {})
    {
        Request result;
        result.head = samsa::net::readHead(
                          "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n", 1024)
                          .head;
        return result;
    }
};

void TestHttpParts::findsAPageOnlyUnderWhatWasAskedFor()
{
    PageCache cache;
    samsa::log::PageRequest asked;
    asked.room.id = QUuid::createUuid();
    asked.after = 7;
    asked.limit = 50;
    cache.keep(asked, 9, {"\"9\"", "page"});
    QVERIFY(cache.find(asked, 9, Timestamp(0ms)));
    QVERIFY(!cache.find(asked, 10, Timestamp(0ms)));
    // More than there are slots, so that some of them share the page's.
    for (int other = 1; other <= 5000; ++other) {
        samsa::log::PageRequest request = asked;
        request.limit = asked.limit + other;
        QVERIFY(!cache.find(request, 9, Timestamp(0ms)));
        request = asked;
        request.after = 7 + other;
        QVERIFY(!cache.find(request, 9, Timestamp(0ms)));
        request = asked;
        request.room.id = QUuid::createUuid();
        QVERIFY(!cache.find(request, 9, Timestamp(0ms)));
    }
}

void TestHttpParts::findsNoPageWithAMessageOverAge()
{
    PageCache cache;
    samsa::log::PageRequest asked;
    asked.room.id = QUuid::createUuid();
    asked.limit = 50;
    cache.keep(asked, 9, {"\"9\"", "page", Timestamp(5s)});
    QVERIFY(cache.find(asked, 9, Timestamp(5s)));
    QVERIFY(!cache.find(asked, 9, Timestamp(5001ms)));
    cache.keep(asked, 9, {"\"9\"", "a page without messages"});
    QVERIFY(cache.find(asked, 9, Timestamp(5001ms)));
}

void TestHttpParts::findsQueryItems()
{
    const Request one = request("/a?after=12&empty=&flag&text=a%20b%26c&after=13");
    QCOMPARE(*one.queryItem("after"), "12");
    QCOMPARE(*one.queryItem("empty"), "");
    QCOMPARE(*one.queryItem("flag"), "");
    QCOMPARE(*one.queryItem("text"), "a b&c");
    QVERIFY(!one.queryItem("before"));
    QVERIFY(!request("/a").queryItem("after"));
}

void TestHttpParts::findsTheBearerToken_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("bearer") << QByteArray("Bearer abc") << QByteArray("abc");
    QTest::newRow("case and blanks") << QByteArray("bEARER   abc") << QByteArray("abc");
    QTest::newRow("other scheme") << QByteArray("Basic abc") << QByteArray();
    QTest::newRow("scheme alone") << QByteArray("Bearer") << QByteArray();
}

void TestHttpParts::findsTheBearerToken()
{
    QFETCH(QByteArray, field);
    QTEST(request("/", "Authorization: " + field + "\r\n").bearerToken(), "token");
    QVERIFY(request("/").bearerToken().isEmpty());
}

void TestHttpParts::matchesTags_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("current");
    QTest::newRow("same") << QByteArray("\"1\"") << true;
    QTest::newRow("weak") << QByteArray("W/\"1\"") << true;
    QTest::newRow("one of a list") << QByteArray("\"0\", \"1\"") << true;
    QTest::newRow("any") << QByteArray("*") << true;
    QTest::newRow("other") << QByteArray("\"2\"") << false;
    QTest::newRow("unquoted") << QByteArray("1") << false;
}

void TestHttpParts::matchesTags()
{
    QFETCH(QByteArray, field);
    QTEST(request("/", "If-None-Match: " + field + "\r\n").hasCurrent("\"1\""), "current");
    QVERIFY(!request("/").hasCurrent("\"1\""));
}

void TestHttpParts::writesAnAnswer()
{
    Response response = Response::json("{}", 201);
    response.headers.emplaceBack("ETag", "\"1\"");
    const QByteArray bytes = samsa::http::writeResponse(response, false, Persistence::Closes);
    QVERIFY(bytes.startsWith("HTTP/1.1 201 Created\r\nDate: "));
    QVERIFY(bytes.contains(" GMT\r\n"));
    QVERIFY(bytes.contains("\r\nContent-Type: application/json\r\n"));
    QVERIFY(bytes.contains("\r\nContent-Length: 2\r\n"));
    QVERIFY(bytes.contains("\r\nETag: \"1\"\r\n"));
    QVERIFY(bytes.contains("\r\nConnection: close\r\n"));
    QVERIFY(bytes.endsWith("\r\n\r\n{}"));
    QVERIFY(
        !samsa::http::writeResponse(response, false, Persistence::Stays).contains("Connection:"));
    QVERIFY(samsa::http::writeResponse(response, false, Persistence::StaysAsked)
                .contains("\r\nConnection: keep-alive\r\n"));
}

void TestHttpParts::leavesTheBodyOut()
{
    const QByteArray toHead =
        samsa::http::writeResponse(Response::json("{}"), true, Persistence::Stays);
    QVERIFY(toHead.contains("\r\nContent-Length: 2\r\n"));
    QVERIFY(toHead.endsWith("\r\n\r\n"));
    for (const Response &response : {Response::empty(204), Response::notModified("\"1\"")}) {
        const QByteArray bytes = samsa::http::writeResponse(response, false, Persistence::Stays);
        QVERIFY(!bytes.contains("Content-Length"));
        QVERIFY(bytes.endsWith("\r\n\r\n"));
    }
}

void TestHttpParts::writesProblems()
{
    const Response slow =
        Response::problem({Code::TooManyRequests, u"Too fast."_s, std::chrono::seconds(3)});
    QCOMPARE(slow.status, 429);
    QVERIFY(samsa::http::writeResponse(slow, false, Persistence::Stays)
                .contains("\r\nRetry-After: 3\r\n"));
    const Response unknown = Response::problem({Code::Unauthorized, u"Who?"_s});
    QVERIFY(samsa::http::writeResponse(unknown, false, Persistence::Stays)
                .contains("\r\nWWW-Authenticate: Bearer"));
    QCOMPARE(QJsonDocument::fromJson(slow.body).object().value("code"_L1).toString(),
             u"too_many_requests"_s);
}

void TestHttpParts::writesRefusalsBelowTheApi()
{
    for (const int status : {400, 403, 404, 408, 411, 413, 417, 426, 431, 501, 503, 505}) {
        const Response response = samsa::http::refusalResponse({status, "Because of \"this\"."});
        QCOMPARE(response.status, status);
        const QJsonObject body = QJsonDocument::fromJson(response.body).object();
        QCOMPARE(body.value("status"_L1).toInt(), status);
        QCOMPARE(body.value("detail"_L1).toString(), u"Because of \"this\"."_s);
        QCOMPARE(body.value("title"_L1).toString().toLatin1(), samsa::http::reasonPhrase(status));
        QVERIFY(!body.value("code"_L1).toString().isEmpty());
    }
}

void TestHttpParts::knowsAReasonForEveryStatusItUses()
{
    for (int code = 0; code <= int(Code::Internal); ++code) {
        const int status = samsa::protocol::httpStatus(Code(code));
        QVERIFY2(samsa::http::reasonPhrase(status) != "Status",
                 qPrintable(QString::number(status)));
    }
    QCOMPARE(samsa::http::reasonPhrase(299), "Status");
}

QTEST_GUILESS_MAIN(TestHttpParts)
#include "tst_http_parts.moc"

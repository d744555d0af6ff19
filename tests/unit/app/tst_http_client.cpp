// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/http_client.h"
#include "app/server_connection/identity.h"
#include "app/storage/person_files.h"
#include "protocol/shapes.h"
#include "tests/unit/app/fake_http.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

namespace {

using Answer = std::optional<protocol::Result<HttpAnswer>>;

HttpClient::Done into(Answer &answer)
{
    return [&answer](protocol::Result<HttpAnswer> got) { answer = std::move(got); };
}

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsTheTokenAndCountsBytes();
    void asksOnlyForWhatChanged();
    void readsProblems();
    void tellsWhenNobodyIsThere();
    void givesUpWhenNoAnswerComes();
    void forgetsWhoIsGone();
    void identityKeepsItsTokenForTheNextStart();
    void identityClaimsAnewWhenTheTokenIsForgotten();
    void identityLeavesAlsoWithoutAServer();
};

void TestHttpClient::sendsTheTokenAndCountsBytes()
{
    FakeHttp server([](const HttpRequest &) { return HttpResponse {200, "{}"}; });
    HttpClient http(server.url());
    http.setToken("secret");
    Answer answer;
    http.post(u"/rooms"_s, "{\"name\":\"x\"}", this, into(answer));
    QTRY_VERIFY(answer);
    QVERIFY(answer->ok());
    QCOMPARE((*answer)->status, 200);
    QCOMPARE((*answer)->bytes,
             qint64(sizeof("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\n{}") - 1));
    const HttpRequest request = server.requests.constFirst();
    QCOMPARE(request.method, "POST");
    QCOMPARE(request.target, "/api/v1/rooms");
    QCOMPARE(request.headers.value("authorization"), "Bearer secret");
    QCOMPARE(request.headers.value("content-type"), "application/json");
    answer.reset();
    http.remove(u"/session"_s, this, into(answer));
    QTRY_VERIFY(answer);
    QCOMPARE(server.requests.constLast().method, "DELETE");
}

void TestHttpClient::asksOnlyForWhatChanged()
{
    FakeHttp server([](const HttpRequest &request) {
        return request.headers.value("if-none-match") == "\"one\""
            ? HttpResponse {304}
            : HttpResponse {200, "{}", {"ETag: \"one\""}};
    });
    HttpClient http(server.url());
    Answer answer;
    http.getIfChanged(u"/rooms"_s, {}, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QVERIFY(!(*answer)->notModified);
    const QByteArray tag = (*answer)->tag;
    QCOMPARE(tag, "\"one\"");
    answer.reset();
    http.getIfChanged(u"/rooms"_s, {}, tag, this, into(answer));
    QTRY_VERIFY(answer);
    QVERIFY((*answer)->notModified);
    answer.reset();
    http.get(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QVERIFY(!(*answer)->notModified);
}

void TestHttpClient::readsProblems()
{
    FakeHttp server([](const HttpRequest &request) {
        if (request.method == "GET")
            return HttpResponse {502, "<html>a proxy</html>"};
        return HttpResponse {429,
                             protocol::writeProblem({Code::TooManyRequests, u"Slow down."_s, {}}),
                             {"Retry-After: 7"}};
    });
    HttpClient http(server.url());
    Answer answer;
    http.post(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, Code::TooManyRequests);
    QCOMPARE(answer->error().sentence, u"Slow down."_s);
    QCOMPARE(answer->error().retryAfter, 7s);
    answer.reset();
    http.get(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QVERIFY(!answer->ok());
}

void TestHttpClient::tellsWhenNobodyIsThere()
{
    QUrl nobody;
    {
        const FakeHttp gone([](const HttpRequest &) { return HttpResponse(); });
        nobody = gone.url();
    }
    HttpClient http(nobody);
    Answer answer;
    http.get(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, Code::NotConnected);
    QVERIFY(!answer->error().sentence.isEmpty());
    FakeHttp rude([](const HttpRequest &) { return HttpResponse {.hangUp = true}; });
    http.setServer(rude.url());
    answer.reset();
    http.post(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, Code::NotConnected);
}

void TestHttpClient::givesUpWhenNoAnswerComes()
{
    FakeHttp silent([](const HttpRequest &) { return HttpResponse {.never = true}; });
    HttpClient http(silent.url());
    http.setTimeout(100ms);
    Answer answer;
    http.get(u"/rooms"_s, {}, this, into(answer));
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, Code::NotConnected);
}

void TestHttpClient::forgetsWhoIsGone()
{
    FakeHttp server([](const HttpRequest &) { return HttpResponse {200, "{}"}; });
    HttpClient http(server.url());
    bool called = false;
    auto context = std::make_unique<QObject>();
    http.get(u"/rooms"_s, {}, context.get(),
             [&called](const protocol::Result<HttpAnswer> &) { called = true; });
    context.reset();
    Answer other;
    http.get(u"/rooms"_s, {}, this, into(other));
    QTRY_VERIFY(other);
    QVERIFY(!called);
}

void TestHttpClient::identityKeepsItsTokenForTheNextStart()
{
    FakeHttp server([](const HttpRequest &request) {
        if (request.method == "DELETE")
            return HttpResponse {204};
        return HttpResponse {
            201,
            protocol::writeSessionAnswer({"token-1", u"Ann"_s, QDateTime::currentDateTimeUtc()})};
    });
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"session.json"_s);
    FileWriter writer;
    HttpClient http(server.url());
    std::optional<protocol::Result<void>> result;
    const auto take = [&result](const protocol::Result<void> &got) { result = got; };
    Identity identity(http, file, writer);
    identity.claim(u"Ann"_s, u"key"_s, take);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(identity.nickname(), u"Ann"_s);
    QCOMPARE(http.token(), "token-1");
    QVERIFY(!server.requests.constFirst().headers.contains("authorization"));
    writer.flush();

    HttpClient nextHttp(server.url());
    Identity next(nextHttp, file, writer);
    result.reset();
    next.claim(u"Ann"_s, {}, take);
    QTRY_VERIFY(result);
    QCOMPARE(server.requests.constLast().headers.value("authorization"), "Bearer token-1");

    bool left = false;
    next.leave([&left] { left = true; });
    QTRY_VERIFY(left);
    writer.flush();
    HttpClient lastHttp(server.url());
    Identity last(lastHttp, file, writer);
    result.reset();
    last.claim(u"Ann"_s, {}, take);
    QTRY_VERIFY(result);
    QVERIFY(!server.requests.constLast().headers.contains("authorization"));
}

void TestHttpClient::identityClaimsAnewWhenTheTokenIsForgotten()
{
    FakeHttp server([](const HttpRequest &request) {
        if (request.headers.contains("authorization"))
            return HttpResponse {401, protocol::writeProblem({Code::Unauthorized, {}, {}})};
        if (request.body.contains("Bad"))
            return HttpResponse {201, "not a session"};
        return HttpResponse {
            201,
            protocol::writeSessionAnswer({"token", u"Ann"_s, QDateTime::currentDateTimeUtc()})};
    });
    const QTemporaryDir folder;
    FileWriter writer;
    HttpClient http(server.url());
    Identity identity(http, folder.filePath(u"session.json"_s), writer);
    std::optional<protocol::Result<void>> result;
    const auto take = [&result](const protocol::Result<void> &got) { result = got; };
    identity.claim(u"Ann"_s, {}, take);
    QTRY_VERIFY(result);
    result.reset();
    identity.claim(u"Ann"_s, {}, take);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(server.requests.size(), 3);
    result.reset();
    identity.claim(u"Bad"_s, {}, take);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
}

void TestHttpClient::identityLeavesAlsoWithoutAServer()
{
    FakeHttp server([](const HttpRequest &) { return HttpResponse {.hangUp = true}; });
    const QTemporaryDir folder;
    FileWriter writer;
    HttpClient http(server.url());
    Identity identity(http, folder.filePath(u"session.json"_s), writer);
    bool left = false;
    identity.leave([&left] { left = true; });
    QTRY_VERIFY(left);
}

QTEST_MAIN(TestHttpClient)
#include "tst_http_client.moc"

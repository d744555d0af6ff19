// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/polling_transport.h"
#include "app/server_connection/transport_switch.h"
#include "tests/unit/app/fake_http.h"
#include "tests/unit/app/transport_helpers.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

namespace {

/// A server with one room whose messages have the positions 1 to \a last; pages hold two.
HttpResponse oneRoom(const HttpRequest &request, qint64 last)
{
    if (request.method == "POST") {
        return {
            201,
            protocol::writeAccepted({QUuid::createUuid(), last, QDateTime::currentDateTimeUtc()})};
    }
    if (request.target == "/api/v1/rooms")
        return {200, protocol::writeRooms({}), {"ETag: \"rooms\""}};
    const QUrl url(QString::fromLatin1(request.target));
    const qint64 after = QUrlQuery(url).queryItemValue(u"after"_s).toLongLong();
    const QByteArray tag = "\"" + QByteArray::number(last) + "\"";
    if (request.headers.value("if-none-match") == tag)
        return {304};
    protocol::MessagePage page;
    for (qint64 position = after + 1; position <= last && page.messages.size() < 2; ++position)
        page.messages.append(message(position));
    page.more = !page.messages.isEmpty() && page.messages.constLast().position < last;
    return {200, protocol::writePage(page), {"ETag: " + tag}};
}

} // namespace

class TestPollingTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsWhatIsDoneToMessagesToo();
    void readsSeveralPagesWhenBehind();
    void showsWhatTheLastAnswerCost();
    void seesItsOwnMessageAtOnce();
    void saysHowSlowlyItPolls_data();
    void saysHowSlowlyItPolls();
    void readsARoomThatWasLeftBeforeItsAnswerCame();
    void tellsWhatIsDoneToMessages();
    void comesBackAfterAnOutage();
    void tellsALostSession();
    void tellsARoomThatIsGone();
    void skipsWhatItCannotRead();
    void isSilentWhenStopped();
    void switchIsSilentAboutTheOneBefore();
};

void TestPollingTransport::sendsWhatIsDoneToMessagesToo()
{
    FakeHttp server([](const HttpRequest &request) {
        if (request.method != "POST")
            return oneRoom(request, 0);
        const auto sent = protocol::parseSendRequest(request.body);
        return HttpResponse {
            201, protocol::writeAccepted({*sent->id, 7, QDateTime::currentDateTimeUtc()})};
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 1h);
    polling.start();
    for (const auto &[outgoing, request] : outgoingOfEachKind()) {
        Sent answer;
        polling.send(outgoing, into(answer));
        QTRY_VERIFY(answer);
        QCOMPARE((*answer)->position, 7);
        const auto post = std::find_if(server.requests.crbegin(), server.requests.crend(),
                                       [](const HttpRequest &one) { return one.method == "POST"; });
        QCOMPARE(*protocol::parseSendRequest(post->body), request);
    }
}

void TestPollingTransport::readsSeveralPagesWhenBehind()
{
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 7); });
    HttpClient http(server.url());
    PollingTransport polling(http, 1h);
    QSignalSpy heard(&polling, &Transport::heard);
    QCOMPARE(polling.kind(), ui::TransportKind::Polling);
    polling.openRoom(lobby, 1);
    polling.start();
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({2, 3, 4, 5, 6, 7}));
    QTRY_COMPARE(eventsOf<RoomsRead>(heard).size(), 1);
    QVERIFY(polling.isOnline());
}

void TestPollingTransport::showsWhatTheLastAnswerCost()
{
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 1); });
    HttpClient http(server.url());
    PollingTransport polling(http, 1h);
    polling.openRoom(lobby, 1);
    polling.start();
    const auto status = [&polling] { return std::get<PollingStatus>(polling.status()); };
    QTRY_VERIFY(status().untilNext > 59min);
    const qint64 whole = status().lastAnswerBytes;
    QVERIFY(whole > 0);
    QVERIFY(!status().lastAnswerWasNotModified);
    polling.retryNow();
    QTRY_VERIFY(status().lastAnswerWasNotModified);
    QVERIFY(status().lastAnswerBytes < whole);
    QTRY_VERIFY(status().untilNext > 59min);
    polling.setInterval(10s);
    QVERIFY(status().untilNext <= 10s);
    QCOMPARE(status().interval, 10s);
}

void TestPollingTransport::seesItsOwnMessageAtOnce()
{
    qint64 last = 0;
    FakeHttp server([&last](const HttpRequest &request) {
        last += request.method == "POST" ? 1 : 0;
        return oneRoom(request, last);
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 1h);
    QSignalSpy heard(&polling, &Transport::heard);
    polling.start();
    polling.openRoom(lobby, 0);
    Sent sent;
    polling.send(outgoing(), into(sent));
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1}));
    QVERIFY(sent && sent->ok());
    polling.closeRoom();
}

void TestPollingTransport::saysHowSlowlyItPolls_data()
{
    QTest::addColumn<std::chrono::milliseconds>("interval");
    QTest::addColumn<QString>("every");
    QTest::newRow("usual") << 1000ms << QString();
    QTest::newRow("often enough") << 5000ms << QString();
    QTest::newRow("slower") << 5001ms << u"6"_s;
    QTest::newRow("the slowest choice") << 60'000ms << u"60"_s;
    QTest::newRow("the most that is allowed") << 3'600'000ms << u"120"_s;
}

void TestPollingTransport::saysHowSlowlyItPolls()
{
    QFETCH(const std::chrono::milliseconds, interval);
    QFETCH(const QString, every);
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 1); });
    HttpClient http(server.url());
    PollingTransport polling(http, interval);
    QSignalSpy heard(&polling, &Transport::heard);
    polling.openRoom(lobby, 0);
    polling.start();
    QTRY_COMPARE(positionsOf(heard), QList<qint64> {1});
    for (const HttpRequest &request : std::as_const(server.requests)) {
        const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
        if (request.target.contains("/messages"))
            QCOMPARE(query.queryItemValue(u"every"_s), every);
        else
            QVERIFY(!query.hasQueryItem(u"every"_s));
    }
}

void TestPollingTransport::readsARoomThatWasLeftBeforeItsAnswerCame()
{
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 2); });
    HttpClient http(server.url());
    PollingTransport polling(http, 1h);
    QSignalSpy heard(&polling, &Transport::heard);
    const auto pagesAnswered = [&server] {
        return std::count_if(server.requests.cbegin(), server.requests.cend(),
                             [](const auto &one) { return one.target.contains("/messages"); });
    };
    polling.start();
    polling.openRoom(lobby, 0);
    polling.openRoom(QUuid::createUuid(), 2); // while the lobby's page is on its way
    QTRY_COMPARE(pagesAnswered(), 2);
    QTRY_VERIFY(std::get<PollingStatus>(polling.status()).untilNext > 0ms);
    QVERIFY(positionsOf(heard).isEmpty());

    polling.openRoom(lobby, 0);

    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1, 2}));
}

void TestPollingTransport::tellsWhatIsDoneToMessages()
{
    FakeHttp server([](const HttpRequest &request) {
        if (request.target == "/api/v1/rooms")
            return HttpResponse {200, protocol::writeRooms({})};
        const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
        protocol::MessagePage page;
        page.last = 9;
        if (query.queryItemValue(u"events"_s) == u"true"_s
            && query.queryItemValue(u"after"_s) == u"4"_s) {
            page.messages = {message(5)};
            for (const qint64 position : {6, 9}) {
                protocol::MessageEvent event;
                event.id = QUuid::createUuid();
                event.room = lobby;
                event.position = position;
                event.target = page.messages.constFirst().id;
                event.nickname = u"Ben"_s;
                event.text = u"better"_s;
                event.time = QDateTime::currentDateTimeUtc();
                page.events.append(event);
            }
        }
        return HttpResponse {200, protocol::writePage(page)};
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 10ms);
    QSignalSpy heard(&polling, &Transport::heard);
    polling.start();
    polling.openRoom(lobby, 4);
    QTRY_COMPARE(eventsOf<protocol::MessageEvent>(heard).size(), 2);
    QCOMPARE(positionsOf(heard), QList<qint64>({5}));
    // The next question is about what comes behind the last event.
    const auto isAskedBehind = [&server](const QByteArray &position) {
        return std::any_of(server.requests.cbegin(), server.requests.cend(),
                           [&position](const HttpRequest &request) {
                               return request.target.contains("after=" + position + "&");
                           });
    };
    QTRY_VERIFY(isAskedBehind("9"));
    QCOMPARE(eventsOf<protocol::MessageEvent>(heard).size(), 2);
}

void TestPollingTransport::comesBackAfterAnOutage()
{
    bool away = true;
    FakeHttp server([&away](const HttpRequest &request) {
        return away ? HttpResponse {.hangUp = true} : oneRoom(request, 2);
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 10ms);
    polling.setBackoff(Backoff(20ms, 40ms));
    QSignalSpy online(&polling, &Transport::onlineChanged);
    QSignalSpy heard(&polling, &Transport::heard);
    polling.openRoom(lobby, 0);
    polling.start();
    QTRY_VERIFY(server.requests.size() >= 4);
    QVERIFY(!polling.isOnline());
    Sent sent;
    polling.send(outgoing(), into(sent));
    QTRY_VERIFY(sent);
    QCOMPARE(sent->error().code, Code::NotConnected);
    away = false;
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1, 2}));
    QVERIFY(polling.isOnline());
    away = true;
    QTRY_VERIFY(!polling.isOnline());
    QCOMPARE(online.size(), 2);
}

void TestPollingTransport::tellsALostSession()
{
    FakeHttp server([](const HttpRequest &) {
        return HttpResponse {401, protocol::writeProblem({Code::Unauthorized, {}, {}})};
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 10ms);
    QSignalSpy lost(&polling, &Transport::sessionLost);
    polling.openRoom(lobby, 0);
    polling.start();
    QTRY_COMPARE(lost.size(), 1);
    const auto asked = server.requests.size();
    QVERIFY(asked <= 2);
    polling.start();
    Sent sent;
    polling.send(outgoing(), into(sent));
    QTRY_VERIFY(lost.size() >= 2);
}

void TestPollingTransport::tellsARoomThatIsGone()
{
    FakeHttp server([](const HttpRequest &request) {
        return request.target == "/api/v1/rooms"
            ? oneRoom(request, 0)
            : HttpResponse {404, protocol::writeProblem({Code::RoomNotFound, {}, {}})};
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 10ms);
    QSignalSpy refused(&polling, &Transport::roomRefused);
    polling.openRoom(lobby, 0);
    polling.start();
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(refused[0][0].toUuid(), lobby);
    QTRY_VERIFY(server.requests.size() > 4); // the list goes on
    QCOMPARE(refused.size(), 1);
}

void TestPollingTransport::skipsWhatItCannotRead()
{
    int garbled = 2;
    FakeHttp server([&garbled](const HttpRequest &request) {
        return garbled-- > 0 ? HttpResponse {200, "garbled", {"ETag: \"x\""}} : oneRoom(request, 1);
    });
    HttpClient http(server.url());
    PollingTransport polling(http, 10ms);
    polling.setBackoff(Backoff(10ms, 10ms));
    QSignalSpy heard(&polling, &Transport::heard);
    polling.openRoom(lobby, 0);
    polling.start();
    QTRY_COMPARE(positionsOf(heard), QList<qint64>({1}));
    QTRY_VERIFY(!eventsOf<RoomsRead>(heard).isEmpty());
}

void TestPollingTransport::isSilentWhenStopped()
{
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 3); });
    HttpClient http(server.url());
    PollingTransport polling(http, 1ms);
    QSignalSpy heard(&polling, &Transport::heard);
    Sent sent;
    polling.start();
    polling.openRoom(lobby, 0);
    polling.send(outgoing(), into(sent));
    polling.stop();
    QTRY_VERIFY(server.requests.size() >= 3);
    Sent other;
    PollingTransport next(http, 1h);
    next.start();
    next.send(outgoing(), into(other));
    QTRY_VERIFY(other);
    QVERIFY(heard.isEmpty() && !sent);
}

void TestPollingTransport::switchIsSilentAboutTheOneBefore()
{
    FakeHttp server([](const HttpRequest &request) { return oneRoom(request, 3); });
    HttpClient http(server.url());
    TransportSwitch transports(http, 1h);
    QVERIFY(!transports.isOnline());
    transports.restart();
    QCOMPARE(transports.current(), nullptr);
    QSignalSpy changed(&transports, &TransportSwitch::changed);
    QSignalSpy heard(&transports, &TransportSwitch::heard);
    QSignalSpy online(&transports, &TransportSwitch::onlineChanged);
    transports.choose(ui::TransportKind::Polling);
    transports.current()->openRoom(lobby, 0);
    transports.choose(ui::TransportKind::Live);
    transports.setPollingInterval(2h);
    transports.choose(ui::TransportKind::Polling);
    QTRY_VERIFY(transports.isOnline());
    QCOMPARE(std::get<PollingStatus>(transports.current()->status()).interval, 2h);
    transports.setPollingInterval(1h);
    QCOMPARE(transports.pollingInterval(), 1h);
    QVERIFY(eventsOf<MessagesArrived>(heard).isEmpty()); // the one that had the room open is gone
    transports.restart();
    QCOMPARE(changed.size(), 4);
    QCOMPARE(online.size(), 2);
    transports.stop();
    QCOMPARE(transports.current(), nullptr);
}

QTEST_MAIN(TestPollingTransport)
#include "tst_polling_transport.moc"

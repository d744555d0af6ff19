// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/http_client.h"
#include "app/server_connection/identity.h"
#include "app/server_connection/session_renewal.h"
#include "tests/unit/app/fake_http.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

/// A server that has forgotten the session, and does not take it back at once.
class TestSessionRenewal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void waitsForWhatPasses_data();
    void waitsForWhatPasses();
    void givesUpANicknameThatIsTaken();
};

namespace {

HttpResponse welcome()
{
    return {201,
            protocol::writeSessionAnswer(
                {"token", u"Ann"_s, QDateTime::currentDateTimeUtc().addSecs(60)})};
}

HttpResponse refusal(int status, Code code)
{
    return {status, protocol::writeProblem({code, u"Not now."_s, {}})};
}

} // namespace

void TestSessionRenewal::waitsForWhatPasses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Code>("code");
    QTest::newRow("the database is away") << 503 << Code::DatabaseUnavailable;
    QTest::newRow("the log is away") << 503 << Code::LogUnavailable;
    QTest::newRow("too many claims") << 429 << Code::TooManyRequests;
    QTest::newRow("the server ends") << 503 << Code::ShuttingDown;
    QTest::newRow("a fault of the server's") << 500 << Code::Internal;
}

void TestSessionRenewal::waitsForWhatPasses()
{
    QFETCH(const int, status);
    QFETCH(const Code, code);
    FakeHttp server([](const HttpRequest &) { return welcome(); });
    HttpClient http(server.url());
    const QTemporaryDir folder;
    FileWriter writer;
    Identity identity(http, folder.filePath(u"session"_s), writer);
    bool claimed = false;
    identity.claim(u"Ann"_s, {}, [&claimed](const auto &result) { claimed = result.ok(); });
    QTRY_VERIFY(claimed);
    int refusals = 3;
    server.handler = [&](const HttpRequest &) {
        return refusals-- > 0 ? refusal(status, code) : welcome();
    };
    SessionRenewal renewal(identity, {});
    renewal.setBackoff(Backoff(1ms, 1ms));
    QSignalSpy renewed(&renewal, &SessionRenewal::renewed);
    QSignalSpy lost(&renewal, &SessionRenewal::lost);
    QSignalSpy waiting(&renewal, &SessionRenewal::waiting);

    renewal.begin();
    renewal.begin(); // both transports may tell

    QTRY_COMPARE(renewed.size(), 1);
    QCOMPARE(lost.size(), 0);
    QCOMPARE(waiting.size(), 3);
    QCOMPARE(server.requests.size(), 5);
    QVERIFY(!renewal.isUnderWay());
}

void TestSessionRenewal::givesUpANicknameThatIsTaken()
{
    FakeHttp server([](const HttpRequest &) { return refusal(409, Code::NicknameTaken); });
    HttpClient http(server.url());
    const QTemporaryDir folder;
    FileWriter writer;
    Identity identity(http, folder.filePath(u"session"_s), writer);
    SessionRenewal renewal(identity, {});
    QSignalSpy lost(&renewal, &SessionRenewal::lost);

    renewal.begin();

    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(server.requests.size(), 1);
}

QTEST_GUILESS_MAIN(TestSessionRenewal)
#include "tst_session_renewal.moc"

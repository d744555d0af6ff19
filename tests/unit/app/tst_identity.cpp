// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/identity.h"
#include "tests/unit/app/fake_chat_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Code;

namespace {

/// One start of the program.
struct Start
{
    Start(const QUrl &server, const QString &file)
        : http(server)
        , identity(http, file, writer)
    {
    }

    protocol::Result<void> claim()
    {
        std::optional<protocol::Result<void>> answer;
        identity.claim(u"Ann"_s, {}, [&answer](const auto &result) { answer.emplace(result); });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
            qFatal("The claim is not answered.");
        return *answer;
    }
    bool leave()
    {
        bool answered = false;
        identity.leave([&answered] { answered = true; });
        return QTest::qWaitFor([&answered] { return answered; });
    }

    FileWriter writer;
    HttpClient http;
    Identity identity;
};

} // namespace

class TestIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void getsTheNicknameBackAtTheNextStart();
    void claimsAsIfNewWhereTheTokenIsUnknown();
    void aFileThatCannotBeReadIsAsNone();
    void tellsWhyAClaimIsRefused();
    void leavingForgetsTheToken();
    void leavingAServerThatIsAwayKeepsTheToken();
    void leavingFreesWhatIsJustBeingClaimed();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestIdentity::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"session.json"_s);
}

void TestIdentity::getsTheNicknameBackAtTheNextStart()
{
    FakeChatServer server;
    QByteArray token;
    {
        Start first(server.url(), m_file);
        QVERIFY(first.claim().ok());
        QCOMPARE(first.identity.nickname(), u"Ann"_s);
        token = first.http.token();
        QVERIFY(!token.isEmpty());
    }
    Start second(server.url(), m_file);
    QCOMPARE(second.identity.nickname(), u"Ann"_s);
    QVERIFY(second.claim().ok()); // the server takes nothing but the token that it gave
    QVERIFY(second.http.token() != token);
}

void TestIdentity::claimsAsIfNewWhereTheTokenIsUnknown()
{
    FakeChatServer server;
    {
        Start first(server.url(), m_file);
        QVERIFY(first.claim().ok());
    }
    server.forgetSessions();
    Start second(server.url(), m_file);
    QVERIFY(second.claim().ok());
    QCOMPARE(server.count("POST /api/v1/session"), 3);
}

void TestIdentity::aFileThatCannotBeReadIsAsNone()
{
    FakeChatServer server;
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no session");
    file.close();
    Start start(server.url(), m_file);
    QCOMPARE(start.identity.nickname(), QString());
    QVERIFY(start.claim().ok());
}

void TestIdentity::tellsWhyAClaimIsRefused()
{
    FakeChatServer server;
    Start start(server.url(), m_file);
    server.refusesClaims = Code::NicknameTaken;
    QCOMPARE(start.claim().error().code, Code::NicknameTaken);
    server.mood = FakeChatServer::Mood::Away;
    QCOMPARE(start.claim().error().code, Code::NotConnected);
    server.mood = FakeChatServer::Mood::There;
    server.refusesClaims.reset();
    QVERIFY(start.claim().ok());
}

void TestIdentity::leavingForgetsTheToken()
{
    FakeChatServer server;
    {
        Start first(server.url(), m_file);
        QVERIFY(first.claim().ok());
        QVERIFY(first.leave());
        QVERIFY(!server.hasSession());
    }
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray());
}

void TestIdentity::leavingAServerThatIsAwayKeepsTheToken()
{
    FakeChatServer server;
    {
        Start first(server.url(), m_file);
        QVERIFY(first.claim().ok());
        server.mood = FakeChatServer::Mood::Away;
        QVERIFY(first.leave());
    }
    server.mood = FakeChatServer::Mood::There;
    Start second(server.url(), m_file);
    QVERIFY(second.claim().ok());
    QCOMPARE(server.count("POST /api/v1/session"), 2); // it was not refused
}

void TestIdentity::leavingFreesWhatIsJustBeingClaimed()
{
    FakeChatServer server;
    Start start(server.url(), m_file);
    QVERIFY(start.claim().ok());
    bool isClaimed = false;
    start.identity.claim(u"Ann"_s, {},
                         [&isClaimed](const auto &result) { isClaimed = result.ok(); });
    QVERIFY(start.leave());
    QVERIFY(isClaimed);
    QVERIFY(!server.hasSession());
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"

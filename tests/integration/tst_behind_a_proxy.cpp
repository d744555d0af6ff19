// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// What is counted by address, when all clients come from the one of a proxy.
class TestBehindAProxy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsTheClientsOfATrustedProxyApart();
    void believesNobodyElse();

private:
    static int claimFrom(TestServer &server, const QByteArray &nickname, const QByteArray &client)
    {
        return server.client()
            .post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}",
                  {{"X-Forwarded-For", client}})
            .status;
    }
    /// Over a WebSocket, without a token.
    static QByteArray loginFrom(TestServer &server, const QByteArray &nickname,
                                const QByteArray &client)
    {
        StompTestClient stomp(server.port());
        if (!stomp.open({u"v12.stomp"_s}, {{"X-Forwarded-For", client}}))
            return "no WebSocket";
        const auto answer = stomp.connectFrame(
            {{"accept-version", "1.2"}, {"host", "127.0.0.1"}, {"login", nickname}});
        return answer ? answer->command : QByteArray("no answer");
    }
};

void TestBehindAProxy::countsTheClientsOfATrustedProxyApart()
{
    TestServer server;
    server.options.limits.claimsPerMinute = 1;
    QVERIFY(server.options.trustedProxies.add(u"127.0.0.1"_s).ok());
    QVERIFY(server.start());
    QCOMPARE(claimFrom(server, "Ann", "198.51.100.1"), 201);
    QCOMPARE(claimFrom(server, "Bob", "198.51.100.2"), 201);
    QCOMPARE(claimFrom(server, "Cleo", "198.51.100.1"), 429);
    QCOMPARE(loginFrom(server, "Dan", "198.51.100.3"), "CONNECTED");
    QCOMPARE(loginFrom(server, "Eve", "198.51.100.3"), "ERROR");
    // One address, whichever way somebody comes.
    QCOMPARE(claimFrom(server, "Fay", "198.51.100.3"), 429);
    // As some gateways write it, and over IPv6 by the network.
    QCOMPARE(claimFrom(server, "Gil", "198.51.100.4:5001"), 201);
    QCOMPARE(claimFrom(server, "Hal", "198.51.100.4:5002"), 429);
    QCOMPARE(loginFrom(server, "Ida", "[2001:db8::1]:443"), "CONNECTED");
    QCOMPARE(claimFrom(server, "Jo", "2001:db8::2"), 429);
    QCOMPARE(claimFrom(server, "Kim", "2001:db8:0:1::1"), 201);
}

void TestBehindAProxy::believesNobodyElse()
{
    TestServer server;
    server.options.limits.claimsPerMinute = 1;
    QVERIFY(server.start());
    QCOMPARE(claimFrom(server, "Ann", "198.51.100.1"), 201);
    QCOMPARE(claimFrom(server, "Bob", "198.51.100.2"), 429);
    QCOMPARE(loginFrom(server, "Cleo", "198.51.100.3"), "ERROR");
}

QTEST_GUILESS_MAIN(TestBehindAProxy)
#include "tst_behind_a_proxy.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::protocol::StompFrame;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// What a STOMP connection may not do for long: be silent, be without a name, be too fast.
class TestStompLimits : public samsa::test::StompTest
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sendsHeartBeatsAndCutsTheSilent();
    void wantsConnectInTime();
    void slowsTheFast();
};

void TestStompLimits::initTestCase()
{
    QVERIFY(start());
}

void TestStompLimits::sendsHeartBeatsAndCutsTheSilent()
{
    StompTestClient silent(m_server.port());
    QVERIFY(silent.connectWith(m_ann, {{"heart-beat", "200,200"}}));
    const auto error = silent.waitFor("ERROR");
    QCOMPARE(headerOf(error, "code"), "heart_beat_lost");
    QVERIFY(silent.heartBeats() > 0);
    QVERIFY(silent.waitForClosed());

    StompTestClient without(m_server.port());
    QVERIFY(without.connectWith(m_ann, {{"heart-beat", "0,0"}}));
    StompTestClient alive(m_server.port());
    QVERIFY(alive.connectWith(m_bob, {{"heart-beat", "200,200"}}));
    for (int beat = 0; beat < 8; ++beat) {
        alive.sendText("\n");
        QVERIFY(!alive.waitForClosed(100ms));
    }
    QVERIFY(!without.isClosed());
    QVERIFY(alive.say(m_room, "here"));
}

void TestStompLimits::wantsConnectInTime()
{
    TestServer hasty;
    hasty.options.limits.headMilliseconds = 100;
    QVERIFY(hasty.start());
    StompTestClient client(hasty.port());
    QVERIFY(client.open());
    QCOMPARE(headerOf(client.waitFor("ERROR"), "code"), "not_connected");
    QVERIFY(client.waitForClosed());
}

void TestStompLimits::slowsTheFast()
{
    TestServer strict;
    strict.options.limits.messagesPerSecond = 1;
    strict.options.limits.messagesBurst = 2;
    QVERIFY(strict.start());
    const QByteArray token = strict.claim("Ann");
    const QUuid room = strict.makeRoom(token, "Kitchen");
    StompTestClient client(strict.port());
    QVERIFY(client.connectWith(token));
    QVERIFY(client.sendAndWait("SUBSCRIBE", {{"id", "e"}, {"destination", "/user/queue/errors"}}));
    QVERIFY(client.say(room, "1"));
    QVERIFY(client.say(room, "2"));
    client.send("SEND", {{"destination", samsa::protocol::sendDestination(room)}},
                "{\"text\":\"3\"}");
    const auto refusal = client.waitFor("MESSAGE");
    QVERIFY(refusal);
    const auto error = samsa::protocol::parseProblem(refusal->body, 0);
    QCOMPARE(error.code, samsa::protocol::Code::TooManyRequests);
    QVERIFY(error.retryAfter >= 1s);

    const auto answer =
        strict.client(token).post(samsa::test::messagesPath(room), "{\"text\":\"4\"}");
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.header("retry-after").toInt() >= 1);
}

QTEST_GUILESS_MAIN(TestStompLimits)
#include "tst_stomp_limits.moc"

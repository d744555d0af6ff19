// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace std::chrono_literals;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// A room with so many followers that sending to them takes milliseconds, and the worker gathers
/// what comes meanwhile (docs/decisions/0012).
class TestFanout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesEachOfManyFollowersEveryMessageInOrder();
};

void TestFanout::givesEachOfManyFollowersEveryMessageInOrder()
{
    constexpr int followerCount = 400;
    constexpr int messageCount = 100;
    TestServer server;
    server.options.workers = 1;
    QVERIFY(server.start());
    const QByteArray token = server.claim("Ann");
    const QUuid room = server.makeRoom(token, "Kitchen");
    std::vector<std::unique_ptr<StompTestClient>> followers;
    for (int i = 0; i < followerCount; ++i) {
        followers.push_back(std::make_unique<StompTestClient>(server.port()));
        QVERIFY(followers.back()->connectWith(token));
        QVERIFY(followers.back()->follow(room, "s"));
    }

    StompTestClient ann(server.port());
    QVERIFY(ann.connectWith(token));
    // Ids that a server this young knows without a look into its database, so that they come fast.
    const auto known =
        samsa::protocol::fromMilliseconds(QDateTime::currentMSecsSinceEpoch()) + 4500ms;
    for (int i = 0; i < messageCount; ++i) {
        ann.send("SEND", {{"destination", samsa::protocol::sendDestination(room)}},
                 samsa::protocol::writeSendRequest(
                     {samsa::protocol::makeMessageId(known), QByteArray::number(i)}));
    }

    for (const auto &follower : followers) {
        QVERIFY(follower->waitForMessages("s", messageCount));
        const auto messages = follower->messages("s");
        QCOMPARE(messages.size(), messageCount);
        for (int i = 0; i < messageCount; ++i)
            QCOMPARE(messages[i].text, QString::number(i));
    }
}

QTEST_GUILESS_MAIN(TestFanout)
#include "tst_fanout.moc"

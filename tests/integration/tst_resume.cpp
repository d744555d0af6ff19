// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Coming back by position while others go on talking: nothing missing, nothing twice, one order.
class TestResume : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void resumesAfterPositionWithoutGapWhileAnotherSends();
    void joinsWhatIsReplayedToWhatIsLiveWithoutSayingItTwice();
    void replaysAPastThatIsLongerThanTheTail();
    void replaysThePastAfterARestart();
    void keepsOneSendersOrderThroughLookUps();
    void showsARepeatedMessageOnce();
    void cutsAReaderWhoDoesNotRead();
    void goesOnlyAsFastAsTheReaderReplaysTo();

private:
    static QStringList textsOf(const QList<samsa::protocol::Message> &messages)
    {
        QStringList texts;
        for (const auto &message : messages)
            texts.append(message.text);
        return texts;
    }
    void send(StompTestClient &client, const QByteArray &text,
              const QUuid &id = samsa::protocol::makeMessageId())
    {
        client.send("SEND", {{"destination", samsa::protocol::sendDestination(m_room)}},
                    samsa::protocol::writeSendRequest({id, text}));
    }
    /// The time of an id that a server which has just started need not ask the database about:
    /// five seconds ahead, the margin for clocks that differ.
    static samsa::protocol::Timestamp knownAtOnce()
    {
        return samsa::protocol::fromMilliseconds(QDateTime::currentMSecsSinceEpoch() + 5000);
    }
    void start();

    std::unique_ptr<TestServer> m_server;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room;
};

void TestResume::init()
{
    m_server = std::make_unique<TestServer>();
}

void TestResume::start()
{
    QVERIFY(m_server->start());
    m_ann = m_server->claim("Ann");
    m_bob = m_server->claim("Bob");
    m_room = m_server->makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

void TestResume::resumesAfterPositionWithoutGapWhileAnotherSends()
{
    start();
    constexpr int count = 1500;
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    QStringList expected;
    QStringList got;
    qint64 last = 0;
    int reconnects = 0;
    std::unique_ptr<StompTestClient> bob;
    const auto take = [&] {
        const auto messages = bob->messages("s");
        got += textsOf(messages);
        if (!messages.isEmpty())
            last = messages.constLast().position;
    };
    for (int i = 1; i <= count; ++i) {
        send(ann, QByteArray::number(i));
        expected.append(QString::number(i));
        if (i % 150 != 0)
            continue;
        // In the middle of it Bob's line breaks, and he comes back while the rest is still on its
        // way.
        if (bob)
            take();
        bob = std::make_unique<StompTestClient>(m_server->port());
        QVERIFY(bob->connectWith(m_bob));
        QVERIFY(bob->follow(m_room, "s", last));
        ++reconnects;
    }
    QTRY_COMPARE_WITH_TIMEOUT(got.size() + bob->messageCount("s"), count, 20'000);
    take();
    QCOMPARE(got, expected);
    QVERIFY(reconnects > 5);
}

void TestResume::joinsWhatIsReplayedToWhatIsLiveWithoutSayingItTwice()
{
    m_server->options.limits.slowReaderBytes = 64 * 1024 * 1024;
    start();
    const auto known = knownAtOnce();
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    QStringList expected;
    const auto sendNext = [&] {
        expected.append(QString::number(expected.size()));
        send(ann, expected.constLast().toLatin1(), samsa::protocol::makeMessageId(known));
    };
    for (int i = 0; i < 300; ++i)
        sendNext();
    QVERIFY(ann.say(m_room, "past"));
    expected.append(u"past"_s);
    // The worker is busy with the replays while the log takes the messages in between. The tail has
    // them then, and so have some of the subscriptions, before they are fanned out.
    QByteArrayList subscriptions;
    for (int i = 1; i <= 40; ++i) {
        sendNext();
        sendNext();
        subscriptions.append("s" + QByteArray::number(i));
        ann.send("SUBSCRIBE",
                 {{"id", subscriptions.constLast()},
                  {"destination", samsa::protocol::roomDestination(m_room)},
                  {"after", "0"}});
    }
    // Nothing comes after this one, so whatever was said twice has been said by then.
    QVERIFY(ann.say(m_room, "end"));
    expected.append(u"end"_s);
    for (const QByteArray &subscription : std::as_const(subscriptions)) {
        QTRY_VERIFY(textsOf(ann.messages(subscription)).contains(u"end"_s));
        QCOMPARE(textsOf(ann.messages(subscription)), expected);
    }
}

void TestResume::replaysAPastThatIsLongerThanTheTail()
{
    m_server->options.limits.tailBytes = 1024 * 1024;
    start();
    constexpr int count = 1200;
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    const QByteArray filling(2000, '.');
    for (int i = 1; i <= count; ++i)
        send(ann, QByteArray::number(i) + filling);
    QVERIFY(ann.say(m_room, "end"));

    StompTestClient bob(m_server->port());
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(bob.follow(m_room, "s", 0));
    // The receipt comes when the replay is done.
    QCOMPARE(bob.messageCount("s"), count + 1);
    QStringList expected;
    for (int i = 1; i <= count; ++i)
        expected.append(QString::number(i) + QString::fromLatin1(filling));
    expected.append(u"end"_s);
    QCOMPARE(textsOf(bob.messages("s")), expected);
    QVERIFY(ann.say(m_room, "live"));
    QVERIFY(bob.waitForMessages("s", count + 2));
    QCOMPARE(m_server->history(m_bob, m_room).size(), count + 2);
}

void TestResume::replaysThePastAfterARestart()
{
    start();
    {
        StompTestClient ann(m_server->port());
        QVERIFY(ann.connectWith(m_ann));
        for (int i = 1; i <= 10; ++i)
            QVERIFY(ann.say(m_room, QByteArray::number(i)));
    }
    QVERIFY(m_server->restart());
    StompTestClient bob(m_server->port());
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(bob.follow(m_room, "s", 0));
    QCOMPARE(bob.messageCount("s"), 10);
    QVERIFY(bob.say(m_room, "11"));
    QVERIFY(bob.waitForMessages("s", 11));
    QCOMPARE(textsOf(bob.messages("s")).constLast(), u"11"_s);
}

void TestResume::keepsOneSendersOrderThroughLookUps()
{
    start();
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(ann.follow(m_room, "s"));
    const auto known = knownAtOnce();
    QStringList expected;
    for (int i = 1; i <= 200; ++i) {
        // Every third has an id that only the database can decide on.
        send(ann, QByteArray::number(i),
             i % 3 == 0 ? QUuid::createUuid() : samsa::protocol::makeMessageId(known));
        expected.append(QString::number(i));
    }
    QVERIFY(ann.waitForMessages("s", 200));
    QCOMPARE(textsOf(ann.messages("s")), expected);
}

void TestResume::showsARepeatedMessageOnce()
{
    start();
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(ann.follow(m_room, "s"));
    QList<QUuid> ids;
    for (int i = 0; i < 50; ++i)
        ids.append(i % 2 == 0 ? samsa::protocol::makeMessageId() : QUuid::createUuid());
    for (int round = 0; round < 3; ++round)
        for (const QUuid &id : ids)
            send(ann, samsa::protocol::writeId(id), id);
    QVERIFY(ann.say(m_room, "end"));
    QVERIFY(ann.waitForMessages("s", 51));
    QCOMPARE(ann.messageCount("s"), 51);
    QCOMPARE(m_server->history(m_ann, m_room).size(), 51);
}

void TestResume::cutsAReaderWhoDoesNotRead()
{
    m_server->options.limits.slowReaderBytes = 64 * 1024;
    start();
    StompTestClient bob(m_server->port());
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(bob.follow(m_room, "s"));
    // Bob's own socket takes no more than this, so the rest stays with the server.
    bob.webSocket().setReadBufferSize(1024);
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    const QByteArray large = QByteArray("\xf0\x9f\x90\x9e").repeated(3900); // 15,600 bytes
    samsa::test::HttpTestClient http = m_server->client();
    const auto cut = [&] {
        return http.get("/metrics").body.contains("\nsamsa_slow_readers_total 1\n");
    };
    for (int i = 0; i < 4000 && !(i % 50 == 0 && cut()); ++i)
        QVERIFY(ann.say(m_room, large));
    QTRY_VERIFY(cut());
    // Whoever reads goes on.
    QVERIFY(ann.say(m_room, "after"));
}

void TestResume::goesOnlyAsFastAsTheReaderReplaysTo()
{
    m_server->options.limits.slowReaderBytes = 128 * 1024;
    start();
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    const QByteArray large = QByteArray("\xf0\x9f\x90\x9e").repeated(2500); // 10,000 bytes
    for (int i = 0; i < 1000; ++i)
        send(ann, large);
    QVERIFY(ann.say(m_room, "end"));
    // 10 MB are far over the bound, but they are asked for, and the reader is not slow.
    StompTestClient bob(m_server->port());
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(bob.follow(m_room, "s", 0));
    QCOMPARE(bob.messageCount("s"), 1001);
}

QTEST_GUILESS_MAIN(TestResume)
#include "tst_resume.moc"

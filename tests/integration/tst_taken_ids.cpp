// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::KafkaBroker;
using samsa::test::messagesPath;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// What becomes of a message whose id a message has already: its sender's own, or somebody else's.
/// On both logs, in both languages.
class TestTakenIds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();
    void init();

    void refusesAnIdThatOnlyTheDatabaseKnows_data();
    void refusesAnIdThatOnlyTheDatabaseKnows();
    void countsWhatIsNewRepeatedAndRefused();
    void aRepeatThatIsRememberedCostsNothingOfTheRate();
    void keepsTheOrderOfAConnectionWhoseIdsAreLookedUp();

private:
    static QByteArray body(const QByteArray &id, const QByteArray &text)
    {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }
    HttpAnswer post(const QByteArray &token, const QByteArray &id, const QByteArray &text)
    {
        return m_server->client(token).post(messagesPath(m_room), body(id, text));
    }
    /// The code that a person reads on /user/queue/errors.
    QByteArray stompRefusal(const QByteArray &token, const QByteArray &id);
    int metric(const QByteArray &name) const;
    /// After it only the database knows what was said before.
    bool restartAfter(const QStringList &said);

    std::unique_ptr<TestServer> m_server;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room;
};

void TestTakenIds::initTestCase_data()
{
    QTest::addColumn<bool>("kafka");
    QTest::newRow("local log") << false;
    QTest::newRow("Kafka") << true;
}

void TestTakenIds::init()
{
    QFETCH_GLOBAL(bool, kafka);
    m_server = std::make_unique<TestServer>();
    if (kafka) {
        m_server->options.kafka = KafkaBroker::shared().address();
        m_server->options.topic = KafkaBroker::newTopicName();
    }
    QVERIFY(m_server->start());
    m_ann = m_server->claim("Ann");
    m_bob = m_server->claim("Bob");
    m_room = m_server->makeRoom(m_ann, "Kitchen");
}

QByteArray TestTakenIds::stompRefusal(const QByteArray &token, const QByteArray &id)
{
    StompTestClient client(m_server->port());
    if (!client.connectWith(token)
        || !client.sendAndWait("SUBSCRIBE", {{"id", "e"}, {"destination", "/user/queue/errors"}}))
        return "(not connected)";
    client.send("SEND",
                {{"destination", samsa::protocol::sendDestination(m_room)}, {"receipt", "r"}},
                body(id, "mine"));
    const auto frame = client.wait([](const auto &came) { return came.command != "CONNECTED"; });
    if (!frame || frame->command != "MESSAGE" || frame->header("message-id") != id)
        return frame ? frame->command : "(nothing)";
    return QByteArray(
        samsa::protocol::codeName(samsa::protocol::parseProblem(frame->body, 0).code).latin1());
}

int TestTakenIds::metric(const QByteArray &name) const
{
    const QByteArray metrics = m_server->client().get("/metrics").body;
    const qsizetype at = metrics.indexOf('\n' + name + ' ') + name.size() + 2;
    return metrics.mid(at, metrics.indexOf('\n', at) - at).toInt();
}

bool TestTakenIds::restartAfter(const QStringList &said)
{
    return QTest::qWaitFor([this] { return metric("samsa_tail_unpersisted") == 0; }, 30'000)
        && m_server->restart() && m_server->history(m_ann, m_room) == said;
}

void TestTakenIds::refusesAnIdThatOnlyTheDatabaseKnows_data()
{
    QTest::addColumn<QUuid>("id");
    QTest::newRow("of no time") << QUuid::createUuid();
    QTest::newRow("before the tail's memory") << samsa::protocol::makeMessageId();
}

void TestTakenIds::refusesAnIdThatOnlyTheDatabaseKnows()
{
    QFETCH(QUuid, id);
    const QByteArray written = samsa::protocol::writeId(id);
    const HttpAnswer first = post(m_ann, written, "hers");
    QCOMPARE(first.status, 201);
    QVERIFY(restartAfter({u"hers"_s}));

    const HttpAnswer stolen = post(m_bob, written, "mine");

    QCOMPARE(stolen.status, 409);
    QCOMPARE(stolen.code(), u"message_id_taken"_s);
    QCOMPARE(stompRefusal(m_bob, written), "message_id_taken");
    const HttpAnswer again = post(m_ann, written, "hers");
    QCOMPARE(again.status, 201);
    QCOMPARE(again.body, first.body);
    QCOMPARE(m_server->history(m_bob, m_room), QStringList(u"hers"_s));
}

void TestTakenIds::countsWhatIsNewRepeatedAndRefused()
{
    const QByteArray id = samsa::protocol::writeId(QUuid::createUuid());
    QCOMPARE(post(m_ann, id, "hers").status, 201);
    QVERIFY(restartAfter({u"hers"_s}));
    QCOMPARE(post(m_ann, id, "hers").status, 201);
    QCOMPARE(post(m_bob, id, "mine").status, 409);
    const QByteArray next = samsa::protocol::writeId(QUuid::createUuid());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(post(m_ann, next, "more").status, 201);

    QCOMPARE(metric("samsa_messages_accepted_total"), 1);
    QCOMPARE(metric("samsa_messages_repeated_total"), 3);
    QCOMPARE(metric("samsa_messages_refused_total"), 1);
}

void TestTakenIds::aRepeatThatIsRememberedCostsNothingOfTheRate()
{
    m_server->options.limits.messagesPerSecond = 1;
    m_server->options.limits.messagesBurst = 2;
    QVERIFY(m_server->restart());
    const QByteArray id = samsa::protocol::writeId(QUuid::createUuid());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(post(m_ann, id, "once").status, 201);
}

void TestTakenIds::keepsTheOrderOfAConnectionWhoseIdsAreLookedUp()
{
    StompTestClient client(m_server->port());
    QVERIFY(client.connectWith(m_ann));
    QStringList said;
    for (int i = 0; i < 200; ++i) {
        said.append(QString::number(i));
        const QUuid id = i % 3 == 0 ? QUuid::createUuid() : samsa::protocol::makeMessageId();
        client.send("SEND",
                    {{"destination", samsa::protocol::sendDestination(m_room)},
                     {"receipt", said.last().toLatin1()}},
                    body(samsa::protocol::writeId(id), said.last().toLatin1()));
    }
    for (int i = 0; i < 200; ++i)
        QVERIFY(client.waitFor("RECEIPT"));
    QCOMPARE(m_server->history(m_ann, m_room), said);
}

QTEST_GUILESS_MAIN(TestTakenIds)
#include "tst_taken_ids.moc"

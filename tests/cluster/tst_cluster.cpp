// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "people.h"
#include "testbed.h"
#include "tests/support/kafka_tool.h"

#include <QTest>

#include <algorithm>
#include <csignal>
#include <deque>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

/// Three brokers, two gateways behind HAProxy, two persisters and PostgreSQL: what people notice
/// when one of each goes, which is nothing but a moment's wait.
class TestCluster : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsItsTopicsOnThreeBrokers();
    void peopleOnDifferentGatewaysTalk();
    void countsClaimsByTheAddressBeforeTheProxy();
    void hidesFiguresFromThePublic();
    void goesOnWhenAGatewayIsStopped();
    void goesOnWhenABrokerIsKilled();
    void persistsEverythingWhenAPersisterIsKilled();
    void talksOnWhileTheDatabaseIsAway();
    void cleanup();

private:
    static constexpr int patienceMs = 30'000;
    Seat seat(const QByteArray &token) const { return {m_testbed.proxy.port(), token, m_room}; }
    HttpTestClient proxied(const QByteArray &token = {}) const
    {
        return HttpTestClient(m_testbed.proxy.port(), token);
    }
    static QByteArray claim(HttpTestClient &client, const QByteArray &nickname)
    {
        return client.post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}")
            .json()
            .value("token"_L1)
            .toString()
            .toLatin1();
    }
    /// Says so many things, with everybody looking after each.
    bool talk(int count);
    bool everybodyHasItAll();
    bool isStored() const
    {
        const int count = int(m_writer->said().size());
        return m_testbed.storedMessages(m_room) == std::pair(count, count);
    }

    Testbed m_testbed;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room; // One for each test.
    std::optional<Writer> m_writer;
    std::optional<Poller> m_poller;
    std::deque<LiveReader> m_readers;
};

void TestCluster::initTestCase()
{
    if (!Testbed::wanted())
        QSKIP("PostgreSQL or HAProxy is not installed.");
    QVERIFY2(m_testbed.start(), qPrintable(m_testbed.error()));
    HttpTestClient client = proxied();
    QTRY_VERIFY_WITH_TIMEOUT(client.get("/readyz").status == 200, patienceMs);
    m_ann = claim(client, "Ann");
    m_bob = claim(client, "Bob");
    QVERIFY(!m_ann.isEmpty() && !m_bob.isEmpty());
}

void TestCluster::init()
{
    const QByteArray name = QTest::currentTestFunction();
    m_room = QUuid(proxied(m_ann)
                       .post("/api/v1/rooms", "{\"name\":\"" + name + "\"}")
                       .json()
                       .value("id"_L1)
                       .toString());
    QVERIFY(!m_room.isNull());
    // Each gateway hears of the room from the log.
    for (const ServerProgram &gateway : m_testbed.gateways)
        QTRY_VERIFY_WITH_TIMEOUT(
            HttpTestClient(gateway.port(), m_bob).get("/api/v1/rooms").body.contains(name),
            patienceMs);
    m_writer.emplace(seat(m_ann));
    m_poller.emplace(seat(m_bob));
    for (int i = 0; i < 4; ++i)
        m_readers.emplace_back(seat(m_bob)).keepUp();
    QVERIFY(std::all_of(m_readers.begin(), m_readers.end(),
                        [](const LiveReader &reader) { return reader.isFollowing(); }));
}

void TestCluster::cleanup()
{
    m_readers.clear();
    m_poller.reset();
    m_writer.reset();
}

bool TestCluster::talk(int count)
{
    for (int i = 0; i < count; ++i) {
        if (!m_writer->say(QString::number(m_writer->said().size())))
            return false;
        m_poller->poll();
        for (LiveReader &reader : m_readers)
            reader.keepUp();
    }
    return true;
}

/// In the order it was said, and once.
bool TestCluster::everybodyHasItAll()
{
    m_poller->poll();
    for (LiveReader &reader : m_readers)
        reader.keepUp();
    return m_poller->texts() == m_writer->said()
        && std::all_of(m_readers.begin(), m_readers.end(), [this](const LiveReader &reader) {
               return reader.texts() == m_writer->said();
           });
}

void TestCluster::keepsItsTopicsOnThreeBrokers()
{
    KafkaTool tool(m_testbed.brokers.addresses());
    for (const QString &topic :
         {m_testbed.topic, m_testbed.topic + u".dead"_s, m_testbed.topic + u".presence"_s}) {
        QTRY_VERIFY_WITH_TIMEOUT(tool.partitionCount(topic) > 0, patienceMs);
        QCOMPARE(tool.topicSetting(topic, "min.insync.replicas"), "2");
        for (int i = 0; i < tool.partitionCount(topic); ++i)
            QCOMPARE(tool.partition(topic, i).replicas.size(), 3);
    }
    QCOMPARE(tool.partitionCount(m_testbed.topic), 3);
}

void TestCluster::peopleOnDifferentGatewaysTalk()
{
    QVERIFY(talk(20));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyHasItAll(), patienceMs);
    for (std::size_t i = 0; i < m_testbed.gateways.size(); ++i)
        QVERIFY(m_testbed.metric(i, "samsa_messages_delivered_total") > 0);
}

void TestCluster::countsClaimsByTheAddressBeforeTheProxy()
{
    // Each gateway counts for itself.
    const int most = 2 * Testbed::claimsPerMinute;
    const auto claimFrom = [this](const QString &address, const QByteArray &nickname) {
        HttpTestClient client = proxied();
        client.socket().bind(QHostAddress(address));
        return client
            .post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}",
                  {{"X-Forwarded-For", "198.51.100.1"}})
            .status;
    };
    int claimed = 0;
    while (claimed <= most && claimFrom(u"127.0.0.9"_s, "A" + QByteArray::number(claimed)) == 201)
        ++claimed;
    QVERIFY2(claimed >= Testbed::claimsPerMinute && claimed <= most,
             qPrintable(QString::number(claimed)));
    for (int i = 0; i < 4; ++i)
        QCOMPARE(claimFrom(u"127.0.0.10"_s, "B" + QByteArray::number(i)), 201);
}

void TestCluster::hidesFiguresFromThePublic()
{
    QCOMPARE(proxied().get("/metrics").status, 404);
}

void TestCluster::goesOnWhenAGatewayIsStopped()
{
    QVERIFY(talk(20));
    m_testbed.gateways[0].signal(SIGTERM);
    QVERIFY(talk(60));
    QVERIFY(m_testbed.gateways[0].waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(everybodyHasItAll(), patienceMs);
    const auto moved =
        std::count_if(m_readers.begin(), m_readers.end(),
                      [](const LiveReader &reader) { return reader.connections() > 1; });
    QVERIFY2(moved > 0 && moved < 4, qPrintable(QString::number(moved)));

    QVERIFY(m_testbed.restartGateway(0));
    QTRY_COMPARE_WITH_TIMEOUT(m_testbed.readiness(0), 200, patienceMs);
}

void TestCluster::goesOnWhenABrokerIsKilled()
{
    KafkaTool tool(m_testbed.brokers.addresses());
    QVERIFY(talk(20));
    const auto records = tool.readAll(m_testbed.topic);
    const QByteArray key = m_room.toByteArray(QUuid::WithoutBraces);
    const auto ours = std::find_if(records.begin(), records.end(),
                                   [&](const auto &record) { return record.key == key; });
    QVERIFY(ours != records.end());
    const int leader = tool.partition(m_testbed.topic, ours->partition).leader;
    m_testbed.brokers.kill(leader);
    QVERIFY(talk(60));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyHasItAll(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isStored(), patienceMs);
    QVERIFY2(m_testbed.brokers.restart(leader), qPrintable(m_testbed.brokers.error()));
}

void TestCluster::persistsEverythingWhenAPersisterIsKilled()
{
    for (std::size_t i = 0; i < m_testbed.persisters.size(); ++i) {
        QVERIFY(talk(30));
        m_testbed.persisters[i].kill();
        QVERIFY(talk(30));
        QTRY_VERIFY_WITH_TIMEOUT(isStored(), patienceMs);
        QVERIFY(m_testbed.startPersister(i));
    }
    QTRY_VERIFY_WITH_TIMEOUT(everybodyHasItAll(), patienceMs);
}

void TestCluster::talksOnWhileTheDatabaseIsAway()
{
    for (std::size_t i = 0; i < m_testbed.gateways.size(); ++i) {
        // A gateway knows those that it has seen, and an id of which it has been told since it
        // started; for the rest it has to ask the database.
        for (const QByteArray &token : {m_ann, m_bob})
            QCOMPARE(
                HttpTestClient(m_testbed.gateways[i].port(), token).get("/api/v1/session").status,
                200);
        QTRY_COMPARE_WITH_TIMEOUT(m_testbed.metric(i, "samsa_new_ids_known"), 1, patienceMs);
    }
    QVERIFY(talk(10));
    m_testbed.database.stop();
    for (std::size_t i = 0; i < m_testbed.gateways.size(); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(m_testbed.readiness(i), 503, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_testbed.proxy.log().contains("backend ready has no server available"), patienceMs);
    QVERIFY(talk(30));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyHasItAll(), patienceMs);
    for (const LiveReader &reader : m_readers)
        QCOMPARE(reader.connections(), 1);
    QVERIFY2(m_testbed.database.restart(), qPrintable(m_testbed.database.error()));
    QTRY_VERIFY_WITH_TIMEOUT(isStored(), patienceMs);
}

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_cluster.h"
#include "tests/support/kafka_tool.h"

#include <QTest>

using samsa::test::KafkaCluster;
using samsa::test::KafkaTool;

/// What tests with several brokers rely on: that each can be ended and stopped by itself while the
/// others go on.
class TestKafkaCluster : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void keepsATopicOnAllBrokers();
    void goesOnWhenTheLeaderIsKilled();
    void givesUpABrokerThatIsSuspended();
    void keepsWhatWasAcknowledgedWhenAllAreKilled();

private:
    static constexpr int patienceMs = 30'000;
    static KafkaTool::Record recordOf(const QByteArray &value)
    {
        KafkaTool::Record record;
        record.value = value;
        return record;
    }
    QByteArrayList valuesIn(const QString &topic)
    {
        QByteArrayList values;
        for (const auto &record : m_tool->readAll(topic))
            values += record.value;
        return values;
    }
    QString newTopic()
    {
        const QString topic = KafkaCluster::newTopicName();
        m_tool->makeTopic(topic, 1, 3, 2);
        return topic;
    }
    /// As each of the brokers knows it: one that was away may not have heard of it yet.
    bool isWhole(const QString &topic) const
    {
        for (int node = 1; node <= m_cluster.size(); ++node)
            if (KafkaTool(m_cluster.address(node)).partition(topic, 0).inSync.size() != 3)
                return false;
        return true;
    }
    int leaderOf(const QString &topic) { return m_tool->partition(topic, 0).leader; }

    KafkaCluster m_cluster {3};
    std::optional<KafkaTool> m_tool;
};

void TestKafkaCluster::initTestCase()
{
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    m_tool.emplace(m_cluster.addresses());
}

void TestKafkaCluster::cleanup()
{
    QVERIFY2(m_cluster.restartAll(), qPrintable(m_cluster.error()));
}

void TestKafkaCluster::keepsATopicOnAllBrokers()
{
    const QString topic = newTopic();
    QCOMPARE(m_tool->topicSetting(topic, "min.insync.replicas"), "2");
    QTRY_VERIFY_WITH_TIMEOUT(isWhole(topic), patienceMs);
    QCOMPARE(m_tool->partition(topic, 0).replicas.size(), 3);
}

void TestKafkaCluster::goesOnWhenTheLeaderIsKilled()
{
    const QString topic = newTopic();
    m_tool->produce(topic, recordOf("before"));
    const int leader = leaderOf(topic);
    m_cluster.kill(leader);
    QVERIFY(!m_cluster.running(leader));
    QTRY_VERIFY_WITH_TIMEOUT(leaderOf(topic) > 0 && leaderOf(topic) != leader, patienceMs);
    m_tool->produce(topic, recordOf("after"));
    QCOMPARE(valuesIn(topic), QByteArrayList({"before", "after"}));

    QVERIFY2(m_cluster.restart(leader), qPrintable(m_cluster.error()));
    QTRY_VERIFY_WITH_TIMEOUT(isWhole(topic), patienceMs);
}

void TestKafkaCluster::givesUpABrokerThatIsSuspended()
{
    const QString topic = newTopic();
    const int leader = leaderOf(topic);
    QVERIFY(leader > 0);
    m_cluster.suspend(leader);
    const QString another = m_cluster.address(leader % m_cluster.size() + 1);
    KafkaTool elsewhere(another);
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.partition(topic, 0).leader != leader
                                 && elsewhere.partition(topic, 0).leader > 0,
                             patienceMs);
    m_cluster.resume(leader);
    QTRY_VERIFY_WITH_TIMEOUT(isWhole(topic), patienceMs);
}

void TestKafkaCluster::keepsWhatWasAcknowledgedWhenAllAreKilled()
{
    const QString topic = newTopic();
    m_tool->produce(topic, recordOf("still here"));
    m_cluster.killAll();
    QVERIFY2(m_cluster.restartAll(), qPrintable(m_cluster.error()));
    QTRY_VERIFY_WITH_TIMEOUT(leaderOf(topic) > 0, patienceMs);
    QCOMPARE(valuesIn(topic), QByteArrayList({"still here"}));
}

QTEST_GUILESS_MAIN(TestKafkaCluster)
#include "tst_kafka_cluster.moc"

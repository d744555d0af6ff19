// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "server/log/kafka/kafka_log.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

namespace {

const KafkaTool::TopicSettings kept {{"cleanup.policy", "delete"}};
const KafkaTool::TopicSettings smallAndKept {{"cleanup.policy", "delete"},
                                             {"max.message.bytes", "4000"}};

} // namespace

/// A topic that others have made or changed in a way that messages would be lost, or not taken.
class TestKafkaTopic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void refusesATopicThatIsCompacted_data();
    void refusesATopicThatIsCompacted();
    void noticesThatATopicIsCompactedWhileRunning();
    void makesATopicThatKeepsAllWhateverTheBrokersDefaults();
    void refusesForGoodWhatIsLongerThanTheTopicTakes();
    void takesManySmallMessagesWhereBatchesMustBeSmall();
    void addsPartitionsThatAreMissingAtStart();
    void addsPartitionsThatAreMissingWhileRunning();
    void saysWhichPartitionsAreMissingWhereItMayNotAddThem();
    void doesNotMakeATopicByAskingForIt();

private:
    QString topic() const { return m_testbed.settings.topic; }
    protocol::Error whyItDoesNotOpen();

    /// One that compacts by default and makes topics that are asked for, with one partition.
    KafkaBroker m_broker {{u"auto.create.topics.enable=true"_s, u"log.cleanup.policy=compact"_s,
                           u"num.partitions=1"_s}};
    std::unique_ptr<KafkaTool> m_tool;
    KafkaTestbed m_testbed;
};

void TestKafkaTopic::initTestCase()
{
    QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
    m_tool = std::make_unique<KafkaTool>(m_broker.address());
}

void TestKafkaTopic::init()
{
    m_testbed.renewFor(m_broker.address());
    m_testbed.settings.metadataRefresh = 200ms;
}

protocol::Error TestKafkaTopic::whyItDoesNotOpen()
{
    store::Store store(m_testbed.databaseUrl());
    if (!store.open())
        qFatal("The store did not open.");
    store::LogQuestions questions(store.url());
    if (!questions.open())
        qFatal("The questions did not open.");
    log::Tail tail(1'000'000);
    LogProbe probe;
    log::KafkaLog log(m_testbed.settings, tail, questions,
                      [](const QUuid &) { return std::nullopt; });
    const auto opened = log.open(probe.deliver(), 15s);
    if (opened)
        qFatal("It opened.");
    return opened.error();
}

void TestKafkaTopic::refusesATopicThatIsCompacted_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::newRow("compact") << QByteArray("compact");
    QTest::newRow("both") << QByteArray("compact,delete");
}

void TestKafkaTopic::refusesATopicThatIsCompacted()
{
    QFETCH(const QByteArray, policy);
    m_tool->makeTopic(topic(), 3, 1, {{"cleanup.policy", policy}});

    const auto error = whyItDoesNotOpen();

    QCOMPARE(error.code, Code::StartFailed);
    QVERIFY2(error.sentence.contains(u"cleanup.policy=delete"_s), qPrintable(error.sentence));
    QVERIFY2(error.sentence.contains(topic()), qPrintable(error.sentence));
}

void TestKafkaTopic::noticesThatATopicIsCompactedWhileRunning()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"cleanup.policy=delete"_s));

    m_tool->setTopicSettings(topic(), {{"cleanup.policy", "compact"}});

    QTRY_VERIFY_WITH_TIMEOUT(!node->log->health().writable, 10'000);
    QVERIFY(node->log->health().sentence.contains(u"cleanup.policy=delete"_s));
    QCOMPARE(LogProbe::send(*node->log, messageTo(room, u"lost?"_s)).error().code,
             Code::LogUnavailable);

    m_tool->setTopicSettings(topic(), kept);

    QTRY_VERIFY_WITH_TIMEOUT(node->log->health().writable, 10'000);
    QVERIFY(LogProbe::send(*node->log, messageTo(room, u"kept"_s)).ok());
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"kept"_s}));
}

void TestKafkaTopic::makesATopicThatKeepsAllWhateverTheBrokersDefaults()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    QCOMPARE(m_tool->topicSetting(topic(), "cleanup.policy"), "delete");
    QCOMPARE(m_tool->topicSetting(m_testbed.settings.deadTopic(), "cleanup.policy"), "delete");
}

void TestKafkaTopic::refusesForGoodWhatIsLongerThanTheTopicTakes()
{
    m_tool->makeTopic(topic(), 3, 1, smallAndKept);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"4000 bytes at most"_s));
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (const int length : {3900, 4000, 10'000, 16'384}) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"A record was not stored"_s));
        const auto refused = LogProbe::send(*node->log, messageTo(room, QString(length, u'x')));
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, Code::TextInvalid);
        QCOMPARE(refused.error().retryAfter, 0s); // Never.
    }
    QVERIFY(LogProbe::send(*node->log, messageTo(room, QString(3000, u'x'))).ok());
    QVERIFY(node->log->health().writable);
}

void TestKafkaTopic::takesManySmallMessagesWhereBatchesMustBeSmall()
{
    constexpr int count = 500;
    m_tool->makeTopic(topic(), 3, 1, smallAndKept);
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (int i = 0; i < count; ++i)
        node->log->append(messageTo(room, QString(1000, u'x')), node->probe.answer());

    QVERIFY(node->probe.waitForAnswers(count));
    for (const auto &answer : node->probe.answers())
        QVERIFY2(answer.ok(), answer ? "" : qPrintable(answer.error().sentence));
}

void TestKafkaTopic::addsPartitionsThatAreMissingAtStart()
{
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
    }
    m_tool->deleteTopic(topic());
    m_tool->makeTopic(topic(), 1, 1, kept);

    const auto node = m_testbed.open();

    QVERIFY(node);
    QCOMPARE(node->log->partitionCount(), 3);
    QCOMPARE(m_tool->partitionCount(topic()), 3);
    for (int i = 0; i < 6; ++i) {
        const RoomRef room = node->makeRoom(u"Room %1"_s.arg(i));
        QVERIFY(LogProbe::send(*node->log, messageTo(room, u"hello"_s)).ok());
    }
}

void TestKafkaTopic::addsPartitionsThatAreMissingWhileRunning()
{
    m_testbed.withPersister = false;
    const auto node = m_testbed.open();
    QVERIFY(node);
    m_tool->deleteTopic(topic());
    m_tool->makeTopic(topic(), 1, 1, kept);

    QTRY_COMPARE_WITH_TIMEOUT(m_tool->partitionCount(topic()), 3, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(node->log->health().writable, 10'000);
}

void TestKafkaTopic::saysWhichPartitionsAreMissingWhereItMayNotAddThem()
{
    KafkaBroker strict(
        {u"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer"_s,
         u"allow.everyone.if.no.acl.found=true"_s});
    QVERIFY2(strict.start(), qPrintable(strict.error()));
    m_testbed.settings.brokers = strict.address();
    KafkaTool tool(strict.address());
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    node->persister->stop();
    tool.forbidChanges(topic());
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"--partitions 3"_s));

    tool.deleteTopic(topic());
    tool.makeTopic(topic(), 1);

    QTRY_VERIFY_WITH_TIMEOUT(node->log->health().sentence.contains(u"--partitions 3"_s), 20'000);
    QVERIFY(!node->log->health().writable);
    QCOMPARE(LogProbe::send(*node->log, messageTo(room, u"where?"_s)).error().code,
             Code::LogUnavailable);
    QVERIFY(whyItDoesNotOpen().sentence.contains(u"--partitions 3"_s));
}

void TestKafkaTopic::doesNotMakeATopicByAskingForIt()
{
    m_testbed.settings.deliveryTimeout = 1s;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    node->persister->stop(); // It makes one, with all partitions.
    m_tool->deleteTopic(topic());

    // Sent, asked for and read from, and yet it is not there.
    for (int i = 0; i < 3; ++i)
        QVERIFY(!LogProbe::send(*node->log, messageTo(room, u"into the void"_s)).ok());
    QTRY_VERIFY_WITH_TIMEOUT(!node->log->health().writable, 10'000);
    QCOMPARE(m_tool->partitionCount(topic()), 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaTopic test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_topic.moc"

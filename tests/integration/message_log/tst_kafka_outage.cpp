// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "server/log/kafka/kafka_log.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/messages.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

/// A broker that is killed, comes back, is not there, or forbids. Brokers of its own, since others
/// share theirs.
class TestKafkaOutage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void saysSoWhenKafkaIsAwayAndGoesOnWhenItIsBack();
    void losesAndRepeatsNothingWhileTheBrokerIsKilled();
    void closesInTimeWhileKafkaIsAway();
    void doesNotOpenWithoutKafka();
    void refusesOptionsThatLibrdkafkaRefuses();
    void saysWhatToDoWhenTheTopicMayNotBeMade();

private:
    KafkaBroker m_broker;
    KafkaTestbed m_testbed;
};

void TestKafkaOutage::initTestCase()
{
    QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
}

void TestKafkaOutage::init()
{
    if (!m_broker.running())
        QVERIFY2(m_broker.restart(), qPrintable(m_broker.error()));
    m_testbed.renewFor(m_broker.address());
    m_testbed.settings.deliveryTimeout = 3s;
}

void TestKafkaOutage::saysSoWhenKafkaIsAwayAndGoesOnWhenItIsBack()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const auto before = LogProbe::send(*node->log, messageTo(room, u"before"_s));
    QVERIFY(before.ok());
    QVERIFY(node->waitUntilPersisted());
    m_broker.kill();

    const NewMessage message = messageTo(room, u"meanwhile"_s);
    QElapsedTimer timer;
    timer.start();
    const auto refused = LogProbe::send(*node->log, message);

    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, Code::LogUnavailable);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QTRY_VERIFY(!node->log->health().writable);
    QVERIFY(!node->log->health().readable);
    QVERIFY(!node->log->health().sentence.isEmpty());
    // What was said can be read all the time, and repeated.
    QCOMPARE(textsOf(node->readUpwards(room)), QStringList({u"before"_s}));

    QVERIFY2(m_broker.restart(), qPrintable(m_broker.error()));

    QTRY_VERIFY_WITH_TIMEOUT(node->log->health().writable, 20'000);
    auto accepted = LogProbe::send(*node->log, message);
    for (int i = 0; i < 5 && !accepted; ++i)
        accepted = LogProbe::send(*node->log, message);
    QVERIFY2(accepted.ok(), accepted ? "" : qPrintable(accepted.error().sentence));
    QVERIFY(accepted->position > before->position);
    QVERIFY(!node->probe.sawDisorder());
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(textsOf(node->readUpwards(room)), QStringList({u"before"_s, u"meanwhile"_s}));
}

void TestKafkaOutage::losesAndRepeatsNothingWhileTheBrokerIsKilled()
{
    constexpr int count = 400;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const auto other = m_testbed.open();
    QVERIFY(other);
    std::atomic<int> sent = 0;
    QList<qint64> places;
    // Sends one after the other, each until it is accepted, under its one id.
    std::thread sender([&] {
        for (int i = 0; i < count; ++i) {
            const NewMessage message = messageTo(room, QString::number(i));
            auto answer = LogProbe::send(*node->log, message);
            while (!answer)
                answer = LogProbe::send(*node->log, message);
            places.append(answer->position);
            ++sent;
        }
    });
    for (const int kill : {count / 4, count / 2}) {
        QTRY_VERIFY_WITH_TIMEOUT(sent >= kill, 60'000);
        m_broker.kill();
        QVERIFY2(m_broker.restart(), qPrintable(m_broker.error()));
    }
    sender.join();

    QStringList expected;
    for (int i = 0; i < count; ++i)
        expected.append(QString::number(i));
    for (Node *each : {node.get(), other.get()}) {
        QVERIFY(each->probe.waitForEntries(count));
        QCOMPARE(textsOf(each->probe.entries()), expected);
        QCOMPARE(positionsOf(each->probe.entries()), places);
        QVERIFY(!each->probe.sawDisorder());
        QVERIFY(each->waitUntilPersisted());
        QCOMPARE(textsOf(each->readDownwards(room)), expected);
    }
    QCOMPARE((*node->questions.findRoom(room.id))->messageCount, count);
}

void TestKafkaOutage::closesInTimeWhileKafkaIsAway()
{
    m_testbed.settings.deliveryTimeout = 30s;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    m_broker.kill();
    for (int i = 0; i < 20; ++i)
        node->log->append(messageTo(room, QString::number(i)), node->probe.answer());
    QCOMPARE(node->log->health().pendingAppends, 20);

    QElapsedTimer timer;
    timer.start();
    node->log->close(300ms);

    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(node->probe.answers().size(), 20u);
    for (const auto &answer : node->probe.answers())
        QCOMPARE(answer.error().code, Code::LogUnavailable);
    timer.start();
    node->persister->stop();
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
}

void TestKafkaOutage::doesNotOpenWithoutKafka()
{
    m_broker.kill();
    store::Store store(m_testbed.databaseUrl());
    QVERIFY(store.open().ok());
    store::LogQuestions questions(store.url());
    QVERIFY(questions.open().ok());
    log::Tail tail(1'000'000);
    log::KafkaLog log(m_testbed.settings, tail, questions,
                      [](const QUuid &) { return std::nullopt; });
    LogProbe probe;
    QElapsedTimer timer;
    timer.start();

    const auto opened = log.open(probe.deliver(), 1s);

    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, Code::StartFailed);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!log.health().readable);
    QCOMPARE(LogProbe::send(log, messageTo({QUuid::createUuid(), 1, 0}, u"x"_s)).error().code,
             Code::ShuttingDown);
}

void TestKafkaOutage::refusesOptionsThatLibrdkafkaRefuses()
{
    store::Store store(m_testbed.databaseUrl());
    QVERIFY(store.open().ok());
    store::LogQuestions questions(store.url());
    QVERIFY(questions.open().ok());
    log::Tail tail(1'000'000);
    LogProbe probe;
    m_testbed.settings.options = {{u"no.such.option"_s, u"1"_s}};
    log::KafkaLog log(m_testbed.settings, tail, questions,
                      [](const QUuid &) { return std::nullopt; });

    const auto opened = log.open(probe.deliver(), 5s);

    QCOMPARE(opened.error().code, Code::OptionInvalid);
    QVERIFY2(opened.error().sentence.contains(u"no.such.option"_s),
             qPrintable(opened.error().sentence));
}

void TestKafkaOutage::saysWhatToDoWhenTheTopicMayNotBeMade()
{
    KafkaBroker strict(
        {u"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer"_s,
         u"allow.everyone.if.no.acl.found=true"_s});
    QVERIFY2(strict.start(), qPrintable(strict.error()));
    KafkaTool(strict.address()).forbidTopics(u"Chatting"_s);
    m_testbed.settings.brokers = strict.address();
    store::Store store(m_testbed.databaseUrl());
    QVERIFY(store.open().ok());
    store::LogQuestions questions(store.url());
    QVERIFY(questions.open().ok());
    log::Tail tail(1'000'000);
    LogProbe probe;
    log::KafkaLog log(m_testbed.settings, tail, questions,
                      [](const QUuid &) { return std::nullopt; });

    const auto opened = log.open(probe.deliver(), 10s);

    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, Code::StartFailed);
    const QString sentence = opened.error().sentence;
    QVERIFY2(sentence.contains(m_testbed.settings.topic), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"could not be made"_s), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"--partitions 3"_s), qPrintable(sentence));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaOutage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_outage.moc"

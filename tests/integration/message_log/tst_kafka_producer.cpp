// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_producer.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"

#include <QSet>
#include <QTest>

#include <condition_variable>

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using log::KafkaProducer;
using protocol::Code;

/// The producer by itself, above all when librdkafka's gives up.
class TestKafkaProducer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void acknowledgesTheFirstRecordWithoutDelay();
    void sendsAgainInOrderWhenTheProducerGaveUp();
    void refusesWhatItsQueueCannotHold();
    void refusesAPartitionThatIsNotThere();
    void refusesWhenItIsClosed();

private:
    KafkaSettings m_settings;
    KafkaTool m_tool {KafkaBroker::shared().address()};

    std::mutex m_mutex;
    std::condition_variable m_changed;
    QHash<quint64, bool> m_reports; // guarded by m_mutex: by ticket, whether it was stored

    KafkaProducer::Report report()
    {
        return [this](quint64 ticket, const protocol::Result<void> &stored) {
            const std::scoped_lock lock(m_mutex);
            if (m_reports.contains(ticket))
                qFatal("A record was reported on twice.");
            m_reports.insert(ticket, stored.ok());
            m_changed.notify_all();
        };
    }
    bool waitForReports(qsizetype count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 30s, [&] { return m_reports.size() >= count; });
    }
};

void TestKafkaProducer::init()
{
    m_settings = {};
    m_settings.brokers = KafkaBroker::shared().address();
    m_settings.topic = KafkaBroker::newTopicName();
    m_tool.makeTopic(m_settings.topic, 1);
    m_reports.clear();
}

void TestKafkaProducer::acknowledgesTheFirstRecordWithoutDelay()
{
    KafkaProducer producer(m_settings, report());
    QVERIFY(producer.open(QDeadlineTimer(20s)).ok());
    QElapsedTimer timer;
    timer.start();

    QVERIFY(producer.produce({0, "key", "value", "message"}, 1).ok());
    QVERIFY(waitForReports(1));

    QVERIFY(m_reports.value(1));
    // Without a producer id in hand it would take half a second more.
    QVERIFY2(timer.elapsed() < 400, qPrintable(QString::number(timer.elapsed())));
}

void TestKafkaProducer::sendsAgainInOrderWhenTheProducerGaveUp()
{
    constexpr int count = 300;
    KafkaProducer producer(m_settings, report());
    QVERIFY(producer.open(QDeadlineTimer(20s)).ok());
    for (int i = 1; i <= count; ++i) {
        QVERIFY(producer.produce({0, "key", QByteArray::number(i), "message"}, quint64(i)).ok());
        if (i % 100 == 50)
            producer.breakForTest();
    }

    QVERIFY(waitForReports(count));

    for (int i = 1; i <= count; ++i)
        QVERIFY(m_reports.value(quint64(i)));
    QVERIFY(producer.replaced() >= 1);
    // Some may be there twice, which readers see by their ids; the first of each are all there, in
    // order.
    QList<int> first;
    QSet<QByteArray> seen;
    for (const auto &record : m_tool.readAll(m_settings.topic)) {
        if (seen.contains(record.value))
            continue;
        seen.insert(record.value);
        first.append(record.value.toInt());
        QCOMPARE(record.header("schema"), QByteArray("samsa.event.v1"));
        QCOMPARE(record.header("type"), QByteArray("message"));
        QCOMPARE(record.key, QByteArray("key"));
    }
    QCOMPARE(first.size(), count);
    QVERIFY(std::is_sorted(first.begin(), first.end()));
}

void TestKafkaProducer::refusesWhatItsQueueCannotHold()
{
    m_settings.appendLimit = 10;
    KafkaProducer producer(m_settings, report());
    QVERIFY(producer.open(QDeadlineTimer(20s)).ok());
    int refused = 0;
    constexpr int count = 2000;
    for (int i = 1; i <= count; ++i) {
        const auto taken = producer.produce({0, "key", "value", "message"}, quint64(i));
        if (taken)
            continue;
        QCOMPARE(taken.error().code, Code::TooManyRequests);
        ++refused;
    }
    QVERIFY(refused > 0);
    QVERIFY(waitForReports(count - refused));
}

void TestKafkaProducer::refusesAPartitionThatIsNotThere()
{
    KafkaProducer producer(m_settings, report());
    QVERIFY(producer.open(QDeadlineTimer(20s)).ok());

    const auto taken = producer.produce({7, "key", "value", "message"}, 1);

    // At once, or in the report, as librdkafka pleases.
    if (taken) {
        QVERIFY(waitForReports(1));
        QVERIFY(!m_reports.value(1));
    } else {
        QCOMPARE(taken.error().code, Code::LogUnavailable);
    }
}

void TestKafkaProducer::refusesWhenItIsClosed()
{
    KafkaProducer producer(m_settings, report());
    QCOMPARE(producer.produce({0, "key", "value", "message"}, 1).error().code, Code::ShuttingDown);
    QVERIFY(producer.open(QDeadlineTimer(20s)).ok());
    producer.close();
    QCOMPARE(producer.produce({0, "key", "value", "message"}, 2).error().code, Code::ShuttingDown);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaProducer test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_producer.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "server/log/kafka/kafka_log.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_node.h"
#include "tests/support/messages.h"

#include <QProcess>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;

/// Kafka's own Java programs, which read the topic while people talk.
class TestKafkaReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aConsumerOfTheNewProtocolReadsAlong();
    void aShareGroupReadsAlong();

private:
    void readAlong(QProcess &reader);
    QStringList java(const QStringList &arguments) const { return KafkaNode::java() + arguments; }

    KafkaBroker m_broker {{u"share.coordinator.state.topic.replication.factor=1"_s,
                           u"share.coordinator.state.topic.min.isr=1"_s,
                           u"share.coordinator.state.topic.num.partitions=1"_s}};
    KafkaTestbed m_testbed;
    std::unique_ptr<Node> m_node;
    RoomRef m_room;
};

void TestKafkaReaders::initTestCase()
{
    QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
}

void TestKafkaReaders::init()
{
    m_node.reset();
    m_testbed.renewFor(m_broker.address());
    m_node = m_testbed.open();
    QVERIFY(m_node);
    m_room = m_node->makeRoom(u"Garden"_s);
}

/// From the first message on, each once; and who talks notices nothing.
void TestKafkaReaders::readAlong(QProcess &reader)
{
    constexpr int count = 300;
    QByteArray output;
    QStringList said;
    for (int i = 0; i < count; ++i) {
        said.append(u"message %1."_s.arg(i));
        QVERIFY(LogProbe::send(*m_node->log, messageTo(m_room, said.constLast())).ok());
    }
    const auto heard = [&] {
        output += reader.readAllStandardOutput();
        return output.count("\"text\"");
    };
    QTRY_VERIFY2_WITH_TIMEOUT(heard() >= count, reader.readAllStandardError().constData(), 60'000);
    for (const QString &text : std::as_const(said))
        QCOMPARE(output.count('"' + text.toUtf8() + '"'), 1);
    QCOMPARE(output.count("\"name\""), 1); // The room.
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsOf(m_node->probe.entries()), said);
    QCOMPARE(m_node->persister->counters().dead, 0);
    reader.kill();
    reader.waitForFinished();
}

void TestKafkaReaders::aConsumerOfTheNewProtocolReadsAlong()
{
    QProcess reader;
    reader.start(u"java"_s,
                 java({u"org.apache.kafka.tools.consumer.ConsoleConsumer"_s,
                       u"--bootstrap-server"_s, m_broker.address(), u"--topic"_s,
                       m_testbed.settings.topic, u"--group"_s, u"readers"_s, u"--from-beginning"_s,
                       u"--command-property"_s, u"group.protocol=consumer"_s}));
    readAlong(reader);
}

void TestKafkaReaders::aShareGroupReadsAlong()
{
    QProcess configure;
    configure.start(
        u"java"_s,
        java({u"org.apache.kafka.tools.ConfigCommand"_s, u"--bootstrap-server"_s,
              m_broker.address(), u"--alter"_s, u"--entity-type"_s, u"groups"_s, u"--entity-name"_s,
              u"sharers"_s, u"--add-config"_s, u"share.auto.offset.reset=earliest"_s}));
    QVERIFY(configure.waitForFinished());
    QVERIFY2(configure.exitCode() == 0, configure.readAllStandardError().constData());
    QProcess reader;
    reader.start(u"java"_s,
                 java({u"org.apache.kafka.tools.consumer.ConsoleShareConsumer"_s,
                       u"--bootstrap-server"_s, m_broker.address(), u"--topic"_s,
                       m_testbed.settings.topic, u"--group"_s, u"sharers"_s}));
    readAlong(reader);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaReaders test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_readers.moc"

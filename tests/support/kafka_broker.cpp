// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_broker.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QHostAddress>
#include <QTcpServer>
#include <QUuid>

#include <librdkafka/rdkafka.h>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace samsa::test {

namespace {

constexpr int launches = 3;
constexpr std::chrono::seconds readyWithin {60};

QString jarFolder()
{
    const QString home = qEnvironmentVariable(
        "SAMSA_KAFKA_HOME", QStringLiteral(SAMSA_SOURCE_DIR "/build/tools/kafka"));
    return home + QStringLiteral("/lib");
}

/// A broker that is up knows itself.
bool answers(const QString &address)
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", address.toUtf8().constData(), text,
                      sizeof text);
    rd_kafka_conf_set(configuration, "log_level", "0", text, sizeof text);
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, text, sizeof text);
    if (!client)
        return false;
    const struct rd_kafka_metadata *metadata = nullptr;
    const bool known =
        rd_kafka_metadata(client, 1, nullptr, &metadata, 1000) == RD_KAFKA_RESP_ERR_NO_ERROR
        && metadata->broker_cnt > 0;
    if (metadata)
        rd_kafka_metadata_destroy(metadata);
    rd_kafka_destroy(client);
    return known;
}

} // namespace

KafkaBroker::KafkaBroker(QStringList settings)
    : m_settings(std::move(settings))
{
}

KafkaBroker::~KafkaBroker()
{
    kill();
}

KafkaBroker &KafkaBroker::shared()
{
    static KafkaBroker broker;
    if (!broker.running() && !broker.restart())
        qFatal("No Kafka for this test: %s", qPrintable(broker.error()));
    return broker;
}

bool KafkaBroker::start()
{
    if (!QDir(jarFolder()).exists(QStringLiteral("kafka_2.13-4.1.1.jar"))
        && QDir(jarFolder()).entryList({QStringLiteral("kafka_2.13-*.jar")}).isEmpty()) {
        m_error = QStringLiteral("there is no Apache Kafka in %1. \"./dev test\" fetches it.")
                      .arg(jarFolder());
        return false;
    }
    // A port that was free a moment ago may be taken by somebody else's test: then with others.
    for (int i = 0; i < launches; ++i) {
        if (prepare() && launch())
            return true;
    }
    return false;
}

/// Chooses ports, writes the settings, formats the storage.
bool KafkaBroker::prepare()
{
    QTcpServer broker;
    QTcpServer controller;
    if (!broker.listen(QHostAddress::LocalHost) || !controller.listen(QHostAddress::LocalHost)) {
        m_error = QStringLiteral("no free port: %1").arg(broker.errorString());
        return false;
    }
    m_port = broker.serverPort();
    const QString data = m_folder.filePath(QStringLiteral("data-%1").arg(m_port));
    QFile properties(m_folder.filePath(QStringLiteral("server.properties")));
    if (!properties.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        m_error = properties.errorString();
        return false;
    }
    properties.write(
        QStringLiteral("process.roles=broker,controller\n"
                       "node.id=1\n"
                       "controller.quorum.voters=1@127.0.0.1:%2\n"
                       "listeners=PLAINTEXT://127.0.0.1:%1,CONTROLLER://127.0.0.1:%2\n"
                       "advertised.listeners=PLAINTEXT://127.0.0.1:%1\n"
                       "controller.listener.names=CONTROLLER\n"
                       "inter.broker.listener.name=PLAINTEXT\n"
                       "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT\n"
                       "log.dirs=%3\n"
                       "num.network.threads=2\n"
                       "num.io.threads=2\n"
                       "auto.create.topics.enable=false\n"
                       "offsets.topic.num.partitions=1\n"
                       "offsets.topic.replication.factor=1\n"
                       "transaction.state.log.num.partitions=1\n"
                       "transaction.state.log.replication.factor=1\n"
                       "transaction.state.log.min.isr=1\n"
                       // Or a restart would wait until the controller has given up the one before.
                       "broker.session.timeout.ms=2000\n"
                       "broker.heartbeat.interval.ms=400\n"
                       "group.initial.rebalance.delay.ms=0\n"
                       "%4\n")
            .arg(m_port)
            .arg(controller.serverPort())
            .arg(data, m_settings.join(u'\n'))
            .toUtf8());
    properties.close();
    broker.close();
    controller.close();

    QProcess format;
    format.setProcessChannelMode(QProcess::MergedChannels);
    format.start(QStringLiteral("java"),
                 javaArguments() << QStringLiteral("kafka.tools.StorageTool")
                                 << QStringLiteral("format") << QStringLiteral("-t")
                                 << QStringLiteral("c2Ftc2EtdGVzdC1jbHVzdA") << QStringLiteral("-c")
                                 << properties.fileName());
    if (!format.waitForFinished(60'000) || format.exitCode() != 0) {
        m_error = QStringLiteral("its storage could not be formatted: %1 %2")
                      .arg(format.errorString(), QString::fromUtf8(format.readAll().right(2000)));
        return false;
    }
    return true;
}

QStringList KafkaBroker::javaArguments() const
{
    return {QStringLiteral("-Xmx256m"),
            QStringLiteral("-XX:+UseSerialGC"),
            QStringLiteral("-XX:TieredStopAtLevel=1"),
            QStringLiteral("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
            QStringLiteral("-cp"),
            jarFolder() + QStringLiteral("/*")};
}

bool KafkaBroker::launch()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_folder.filePath(QStringLiteral("kafka.log")));
#ifdef Q_OS_LINUX
    // Also when the test crashes.
    m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_process->start(QStringLiteral("java"),
                     javaArguments() << QStringLiteral("kafka.Kafka")
                                     << m_folder.filePath(QStringLiteral("server.properties")));
    if (waitUntilReady())
        return true;
    QFile output(m_folder.filePath(QStringLiteral("kafka.log")));
    if (output.open(QIODevice::ReadOnly))
        m_error = QStringLiteral("it did not start: %1")
                      .arg(QString::fromUtf8(output.readAll().right(2000)));
    kill();
    return false;
}

bool KafkaBroker::waitUntilReady()
{
    const QDeadlineTimer deadline(readyWithin);
    while (!deadline.hasExpired()) {
        // waitForFinished() is the pause between two attempts, and notices when Java gives up.
        if (m_process->waitForFinished(100) || m_process->state() == QProcess::NotRunning)
            return false;
        if (answers(address()))
            return true;
    }
    return false;
}

void KafkaBroker::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(10'000);
    m_process.reset();
}

bool KafkaBroker::restart()
{
    kill();
    return m_port == 0 ? start() : launch();
}

bool KafkaBroker::running() const
{
    return m_process && m_process->state() == QProcess::Running;
}

QString KafkaBroker::address() const
{
    return QStringLiteral("127.0.0.1:%1").arg(m_port);
}

QString KafkaBroker::error() const
{
    return m_error;
}

QString KafkaBroker::newTopicName()
{
    return QStringLiteral("Chatting-") + QUuid::createUuid().toString(QUuid::Id128).left(12);
}

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_node.h"

#include "server/kafka/handle.h"

#include <QDeadlineTimer>
#include <QDir>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <csignal>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds nodeReadyWithin {60};
constexpr int formatTimeMs = 60'000;

QString jarFolder()
{
    const QString home = qEnvironmentVariable(
        "SAMSA_KAFKA_HOME", QStringLiteral(SAMSA_SOURCE_DIR "/build/tools/kafka"));
    return home + u"/lib"_s;
}

/// A broker that is up is among those that it tells of.
bool answers(const QString &address, quint16 port)
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", address.toUtf8().constData(), text,
                      sizeof text);
    rd_kafka_conf_set(configuration, "log_level", "0", text, sizeof text);
    const kafka::Handle client(rd_kafka_new(RD_KAFKA_CONSUMER, configuration, text, sizeof text));
    if (!client)
        return false;
    const rd_kafka_metadata_t *raw = nullptr;
    if (rd_kafka_metadata(client.get(), 1, nullptr, &raw, 1000) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return false;
    const kafka::Metadata metadata(raw);
    return std::any_of(metadata->brokers, metadata->brokers + metadata->broker_cnt,
                       [&](const auto &broker) { return broker.port == port; });
}

} // namespace

KafkaNode::KafkaNode(Place place, int nodes, const QStringList &settings)
    : m_place(std::move(place))
    , m_nodes(nodes)
    , m_settings(settings)
{
}

KafkaNode::~KafkaNode()
{
    kill();
}

QString KafkaNode::whyNot()
{
    if (!QDir(jarFolder()).entryList({u"kafka_2.13-*.jar"_s}).isEmpty())
        return {};
    return u"there is no Apache Kafka in %1. \"./dev test\" fetches it."_s.arg(jarFolder());
}

QStringList KafkaNode::java()
{
    return {u"-Xmx256m"_s,
            u"-XX:+UseSerialGC"_s,
            u"-XX:TieredStopAtLevel=1"_s,
            u"-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"_s,
            u"-cp"_s,
            jarFolder() + u"/*"_s};
}

QString KafkaNode::properties() const
{
    // What is replicated survives the loss of one broker, where there are enough of them.
    return QStringLiteral(
               "process.roles=broker,controller\n"
               "node.id=%1\n"
               "controller.quorum.voters=%2\n"
               "listeners=PLAINTEXT://%3,CONTROLLER://127.0.0.1:%4\n"
               "advertised.listeners=PLAINTEXT://%3\n"
               "controller.listener.names=CONTROLLER\n"
               "inter.broker.listener.name=PLAINTEXT\n"
               "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT\n"
               "log.dirs=%5/data\n"
               "num.network.threads=2\n"
               "num.io.threads=2\n"
               "auto.create.topics.enable=false\n"
               "offsets.topic.num.partitions=1\n"
               "offsets.topic.replication.factor=%6\n"
               "transaction.state.log.num.partitions=1\n"
               "transaction.state.log.replication.factor=%6\n"
               "transaction.state.log.min.isr=%7\n"
               // Or a restart would wait until the controller has given up the one
               // before.
               "broker.session.timeout.ms=2000\n"
               "broker.heartbeat.interval.ms=400\n"
               "group.initial.rebalance.delay.ms=0\n"
               "%8\n")
        .arg(m_place.id)
        .arg(m_place.controllers, address())
        .arg(m_place.controllerPort)
        .arg(m_place.folder)
        .arg(std::min(m_nodes, 3))
        .arg(m_nodes >= 3 ? 2 : 1)
        .arg(m_settings.join(u'\n'));
}

bool KafkaNode::beginFormat()
{
    QFile file(m_place.folder + u"/server.properties"_s);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(properties().toUtf8()) < 0) {
        m_error = file.errorString();
        return false;
    }
    m_format.setProcessChannelMode(QProcess::MergedChannels);
    m_format.start(u"java"_s,
                   java() << u"kafka.tools.StorageTool"_s << u"format"_s << u"-t"_s
                          << u"c2Ftc2EtdGVzdC1jbHVzdA"_s << u"-c"_s << file.fileName());
    return true;
}

bool KafkaNode::finishFormat()
{
    if (m_format.state() != QProcess::NotRunning && !m_format.waitForFinished(formatTimeMs))
        m_format.kill();
    if (m_format.error() == QProcess::UnknownError && m_format.exitCode() == 0)
        return true;
    m_error = u"its storage could not be formatted: %1 %2"_s.arg(
        m_format.errorString(), QString::fromUtf8(m_format.readAll().right(2000)));
    return false;
}

void KafkaNode::launch()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_place.folder + u"/kafka.log"_s);
#ifdef Q_OS_LINUX
    // Also when the test crashes.
    m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_process->start(u"java"_s,
                     java() << u"kafka.Kafka"_s << m_place.folder + u"/server.properties"_s);
}

bool KafkaNode::waitUntilReady()
{
    const QDeadlineTimer deadline(nodeReadyWithin);
    while (running() && !deadline.hasExpired()) {
        // waitForFinished() is the pause between two attempts, and notices when Java gives up.
        if (!m_process->waitForFinished(100) && running() && answers(address(), m_place.port))
            return true;
    }
    QFile output(m_place.folder + u"/kafka.log"_s);
    if (output.open(QIODevice::ReadOnly))
        m_error = u"it did not start: %1"_s.arg(QString::fromUtf8(output.readAll().right(2000)));
    return false;
}

void KafkaNode::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(10'000);
    m_process.reset();
}

void KafkaNode::suspend()
{
#ifdef Q_OS_UNIX
    signal(SIGSTOP);
#endif
}

void KafkaNode::resume()
{
#ifdef Q_OS_UNIX
    signal(SIGCONT);
#endif
}

void KafkaNode::signal(int number) const
{
#ifdef Q_OS_UNIX
    if (running())
        ::kill(static_cast<pid_t>(m_process->processId()), number);
#else
    Q_UNUSED(number)
#endif
}

bool KafkaNode::running() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

QString KafkaNode::address() const
{
    return u"127.0.0.1:%1"_s.arg(m_place.port);
}

} // namespace samsa::test

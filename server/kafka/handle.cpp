// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/handle.h"

#include <QUuid>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcKafka, "samsa.kafka", QtInfoMsg)

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr std::chrono::seconds abandonPatience {1};

/// What no option may change, because a receipt, the order of messages or the history would not be
/// what it says.
constexpr const char *ours[] = {
    "acks",
    "allow.auto.create.topics",
    "auto.commit.enable",
    "auto.offset.reset",
    "bootstrap.servers",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.idempotence",
    "enable.partition.eof",
    "group.id",
    "group.instance.id",
    "isolation.level",
    "metadata.broker.list",
    "request.required.acks",
    "statistics.interval.ms",
};

Error invalid(const QString &name, const QString &why)
{
    return Error {
        Code::OptionInvalid, u"The Kafka option \"%1\" cannot be used: %2"_s.arg(name, why), {}};
}

/// librdkafka's levels are those of syslog. A broker that is away makes it write an error for each
/// attempt to reach it; that it is away is said once, by ourselves.
void writeLogLine(const rd_kafka_t *, int level, const char *facility, const char *text)
{
    constexpr int critical = 2;
    constexpr int notice = 5;
    if (level <= critical)
        qCWarning(lcKafka, "%s: %s", facility, text);
    else if (level <= notice)
        qCInfo(lcKafka, "%s: %s", facility, text);
    else
        qCDebug(lcKafka, "%s: %s", facility, text);
}

/// Of records that were gathered it is enough to answer with so many bytes.
constexpr const char *gatheredBytes = "262144";

using Properties = QList<std::pair<QByteArray, QByteArray>>;

Properties commonProperties(const KafkaSettings &settings)
{
    return {
        {"bootstrap.servers", settings.brokers.toUtf8()},
        {"client.id", "samsa"},
        {"socket.nagle.disable", "true"},
        {"reconnect.backoff.max.ms", "1000"},
        {"topic.metadata.refresh.interval.ms",
         QByteArray::number(qint64(settings.metadataRefresh.count()))},
        // A topic is made by ensureTopic() or not at all: a broker that makes one by itself, for
        // having been asked about it, does so in its own way.
        {"allow.auto.create.topics", "false"},
        {"log.connection.close", "false"},
    };
}

/// More than one record in a batch must not make it larger than the topic takes.
QByteArray batchSize(const KafkaSettings &settings)
{
    constexpr qint64 most = 1'000'000; // librdkafka's default.
    return QByteArray::number(settings.batchBytes > 0 ? std::min(settings.batchBytes, most) : most);
}

Properties producerProperties(const KafkaSettings &settings)
{
    return {
        {"batch.size", batchSize(settings)},
        {"acks", "all"},
        {"enable.idempotence", "true"},
        {"linger.ms", "0"},
        {"delivery.timeout.ms", QByteArray::number(qint64(settings.deliveryTimeout.count()))},
        {"queue.buffering.max.messages", QByteArray::number(settings.appendLimit)},
        {"queue.buffering.max.kbytes", "32768"},
        {"partitioner", "murmur2_random"},
        // Tells when the producer has its id; see KafkaProducer.
        {"statistics.interval.ms", "200"},
    };
}

Properties consumerProperties(const KafkaSettings &settings)
{
    const bool gathers = settings.gather.count() > 0;
    return {
        // Needed for assign(); no group of this name is ever joined.
        {"group.id", "samsa-" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        // Where to start is said; if that is not there, it is for us to decide where else.
        {"auto.offset.reset", "error"},
        {"isolation.level", settings.uncommitted ? "read_uncommitted" : "read_committed"},
        {"enable.partition.eof", "true"},
        {"fetch.wait.max.ms", gathers ? QByteArray::number(qint64(settings.gather.count())) : "50"},
        {"fetch.min.bytes", gathers ? gatheredBytes : "1"},
        {"fetch.error.backoff.ms", "50"},
        {"queued.max.messages.kbytes", "16384"},
        // Reading may pause for as long as the database is away.
        {"max.poll.interval.ms", "86400000"},
    };
}

} // namespace

void destroyHandle(rd_kafka_t *handle)
{
    rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void abandonHandle(Handle handle)
{
    if (!handle)
        return;
    std::promise<void> ended;
    const auto end = ended.get_future();
    std::thread([client = std::move(handle), ended = std::move(ended)]() mutable {
        client.reset();
        ended.set_value();
    }).detach();
    end.wait_for(abandonPatience);
}

Result<void> setProperty(rd_kafka_conf_t *configuration, const QByteArray &name,
                         const QByteArray &value)
{
    char text[512];
    if (rd_kafka_conf_set(configuration, name.constData(), value.constData(), text, sizeof text)
        != RD_KAFKA_CONF_OK)
        return invalid(QString::fromUtf8(name), QString::fromUtf8(text));
    return {};
}

Result<Configuration> configurationFor(const KafkaSettings &settings, rd_kafka_type_t type)
{
    Configuration configuration(rd_kafka_conf_new());
    rd_kafka_conf_set_log_cb(configuration.get(), writeLogLine);
    const Properties own = commonProperties(settings)
        + (type == RD_KAFKA_PRODUCER ? producerProperties(settings) : consumerProperties(settings));
    for (const auto &[name, value] : own)
        if (const auto done = setProperty(configuration.get(), name, value); !done)
            return done.error();
    for (const auto &[name, value] : settings.options) {
        const QByteArray bytes = name.toUtf8();
        if (std::find(std::begin(ours), std::end(ours), bytes) != std::end(ours)) {
            return invalid(name,
                           name.endsWith(u".servers") || name.endsWith(u".list")
                               ? u"the brokers are named by --kafka."_s
                               : name == u"group.instance.id"
                               ? u"it is named by --persister-name."_s
                               : u"what Samsa promises depends on its own value."_s);
        }
        if (const auto done = setProperty(configuration.get(), bytes, value.toUtf8()); !done)
            return done.error();
    }
    return configuration;
}

Result<Handle> makeHandle(rd_kafka_type_t type, Configuration configuration)
{
    char text[512];
    Handle handle(rd_kafka_new(type, configuration.get(), text, sizeof text));
    if (!handle)
        return Error {
            Code::OptionInvalid, u"Kafka cannot be used: %1"_s.arg(QString::fromUtf8(text)), {}};
    // It belongs to the client now.
    static_cast<void>(configuration.release());
    return handle;
}

Result<void> checkSettings(const KafkaSettings &settings)
{
    if (settings.brokers.trimmed().isEmpty())
        return Error {Code::OptionInvalid, u"--kafka names no broker; write host:port."_s, {}};
    for (const auto type : {RD_KAFKA_PRODUCER, RD_KAFKA_CONSUMER}) {
        auto configuration = configurationFor(settings, type);
        if (!configuration)
            return configuration.error();
        const auto handle = makeHandle(type, std::move(configuration).value());
        if (!handle)
            return handle.error();
    }
    return {};
}

int remainingMs(const QDeadlineTimer &deadline)
{
    return static_cast<int>(std::clamp<qint64>(deadline.remainingTime(), 1, 60'000));
}

Error unreadable(const QString &why)
{
    return {Code::LogUnavailable, u"Kafka cannot be read: %1."_s.arg(why), 1s};
}

Error unreadable(const ErrorPtr &error)
{
    return unreadable(QString::fromUtf8(rd_kafka_error_string(error.get())));
}

QString sentenceOf(rd_kafka_resp_err_t error)
{
    return QString::fromUtf8(rd_kafka_err2str(error));
}

} // namespace samsa::kafka

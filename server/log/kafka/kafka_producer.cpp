// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_producer.h"

#include "server/kafka/topic.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstdint>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

using namespace std::chrono_literals;

constexpr int pollMs = 100;
/// Of a batch with one record, at most: the batch's own fields, the record's, and headers.
constexpr qint64 overhead = 200;
/// Between two attempts to make a new producer.
constexpr auto pause = 500ms;

/// librdkafka carries a pointer with each record; ours is a number.
void *toOpaque(quint64 ticket)
{
    return reinterpret_cast<void *>(static_cast<std::uintptr_t>(ticket));
}

quint64 toTicket(void *opaque)
{
    return static_cast<quint64>(reinterpret_cast<std::uintptr_t>(opaque));
}

bool hasGivenUp(rd_kafka_t *handle)
{
    return rd_kafka_fatal_error(handle, nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

QByteArray bytesOf(const void *data, std::size_t size)
{
    return {static_cast<const char *>(data), static_cast<qsizetype>(size)};
}

/// librdkafka copies what it is shown.
auto memoryOf(const QByteArray &bytes)
{
    decltype(rd_kafka_vu_t {}.u.mem) memory {};
    memory.ptr = const_cast<char *>(bytes.constData());
    memory.size = static_cast<std::size_t>(bytes.size());
    return memory;
}

void addHeader(rd_kafka_headers_t *headers, const char *name, QByteArrayView value)
{
    rd_kafka_header_add(headers, name, -1, value.data(), static_cast<ssize_t>(value.size()));
}

} // namespace

KafkaProducer::KafkaProducer(KafkaSettings settings, Report report)
    : m_settings(std::move(settings))
    , m_topic(m_settings.topic.toUtf8())
    , m_report(std::move(report))
    , m_batchBytes(m_settings.batchBytes)
{
}

KafkaProducer::~KafkaProducer()
{
    close();
}

/// librdkafka says in its statistics, and nowhere else, when the producer id is there.
int KafkaProducer::takeStatistics(rd_kafka_t *, char *json, std::size_t size, void *opaque)
{
    auto *self = static_cast<KafkaProducer *>(opaque);
    if (!self->m_hasId) {
        const auto statistics =
            QJsonDocument::fromJson(QByteArray::fromRawData(json, static_cast<qsizetype>(size)));
        self->m_hasId = statistics[u"eos"][u"idemp_state"].toString() == u"Assigned";
    }
    return 0; // librdkafka frees the text.
}

Result<kafka::Handle> KafkaProducer::makeHandle()
{
    auto configuration = kafka::configurationFor(m_settings, RD_KAFKA_PRODUCER);
    if (!configuration)
        return configuration.error();
    rd_kafka_conf_t *conf = configuration->get();
    rd_kafka_conf_set_opaque(conf, this);
    rd_kafka_conf_set_stats_cb(conf, takeStatistics);
    rd_kafka_conf_set_dr_msg_cb(conf,
                                [](rd_kafka_t *, const rd_kafka_message_t *message, void *opaque) {
                                    static_cast<KafkaProducer *>(opaque)->takeReport(*message);
                                });
    // Fatal errors are looked for after each poll; the others librdkafka mends itself.
    rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t *, int, const char *reason, void *) {
        qCInfo(kafka::lcKafka, "Producer: %s", reason);
    });
    return kafka::makeHandle(RD_KAFKA_PRODUCER, std::move(configuration).value());
}

Result<void> KafkaProducer::open(QDeadlineTimer deadline)
{
    auto handle = makeHandle();
    if (!handle)
        return handle.error();
    m_handle = std::move(handle).value();
    if (const auto count = kafka::partitionCount(m_handle.get(), m_settings.topic, deadline);
        !count)
        return Error {Code::StartFailed, count.error().sentence, {}};
    if (auto ready = waitForProducerId(deadline); !ready)
        return ready;
    {
        const std::scoped_lock lock(m_mutex);
        m_accepting = true;
    }
    m_stop = false;
    m_thread = std::thread([this] { run(); });
    return {};
}

Result<void> KafkaProducer::waitForProducerId(const QDeadlineTimer &deadline)
{
    while (!m_hasId) {
        if (deadline.hasExpired())
            return Error {Code::StartFailed, u"Kafka gives this server no producer id."_s, {}};
        if (hasGivenUp(m_handle.get())) {
            char text[512];
            rd_kafka_fatal_error(m_handle.get(), text, sizeof text);
            return Error {
                Code::StartFailed,
                u"Kafka gives this server no producer id: %1"_s.arg(QString::fromUtf8(text)),
                {}};
        }
        rd_kafka_poll(m_handle.get(), pollMs);
    }
    return {};
}

Result<void> KafkaProducer::produce(const KafkaRecord &record, quint64 ticket)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_accepting)
        return Error {Code::ShuttingDown, u"The server is stopping."_s, {}};
    // Behind what waits for the next producer, or a room's order would change.
    if (!m_unsent.empty()) {
        m_unsent.push_back({record, ticket});
        return {};
    }
    auto sent = send(record, ticket);
    if (!sent && hasGivenUp(m_handle.get())) {
        m_unsent.push_back({record, ticket});
        return {};
    }
    return sent;
}

Result<void> KafkaProducer::send(const KafkaRecord &record, quint64 ticket)
{
    std::array<rd_kafka_vu_t, 7> fields {};
    fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    fields[0].u.cstr = m_topic.constData();
    fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[1].u.i32 = record.partition;
    fields[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[2].u.i = RD_KAFKA_MSG_F_COPY;
    fields[3].vtype = RD_KAFKA_VTYPE_KEY;
    fields[3].u.mem = memoryOf(record.key);
    fields[4].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[4].u.mem = memoryOf(record.value);
    // As one object of ours: headers given one by one are freed twice when librdkafka refuses the
    // record (issue 4627).
    kafka::Headers headers(rd_kafka_headers_new(3));
    addHeader(headers.get(), schemaHeader, schemaName);
    addHeader(headers.get(), typeHeader, record.type);
    addHeader(headers.get(), writerHeader, writerName);
    fields[5].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[5].u.headers = headers.get();
    fields[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
    fields[6].u.ptr = toOpaque(ticket);
    const kafka::ErrorPtr failure(rd_kafka_produceva(m_handle.get(), fields.data(), fields.size()));
    const auto error = failure ? rd_kafka_error_code(failure.get()) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
        static_cast<void>(headers.release()); // They belong to the record now.
        return {};
    }
    if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        return Error {Code::TooManyRequests,
                      u"The server has more messages to store than it can take now; try again."_s,
                      1s};
    }
    return notStored(error, std::size_t(record.key.size() + record.value.size()));
}

/// Of a record whose key and value have so many bytes.
Error KafkaProducer::notStored(rd_kafka_resp_err_t error, std::size_t bytes) const
{
    qCWarning(kafka::lcKafka).noquote() << "A record was not stored:" << kafka::sentenceOf(error);
    // Alone it would be refused however often it is tried; a small one was in too large a batch.
    const bool alone = m_batchBytes == 0 || qint64(bytes) + overhead > m_batchBytes;
    if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE && alone) {
        return {Code::TextInvalid,
                u"This server's log does not take so long a message; say it in several."_s,
                {}};
    }
    return {Code::LogUnavailable,
            u"The message could not be stored: %1."_s.arg(kafka::sentenceOf(error)), 1s};
}

void KafkaProducer::run()
{
    while (!m_stop) {
        rd_kafka_poll(m_handle.get(), pollMs);
        if (hasGivenUp(m_handle.get()))
            replace();
    }
}

void KafkaProducer::takeReport(const rd_kafka_message_t &message)
{
    const quint64 ticket = toTicket(message._private);
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        m_report(ticket, {});
        return;
    }
    if (hasGivenUp(m_handle.get())) {
        const std::scoped_lock lock(m_mutex);
        m_unsent.push_back({{message.partition, bytesOf(message.key, message.key_len),
                             bytesOf(message.payload, message.len), typeOf(message).toByteArray()},
                            ticket});
        return;
    }
    m_report(ticket, notStored(message.err, message.key_len + message.len));
}

/// Puts a new producer in the place of one that gave up, and sends what that one did not get
/// through, in order.
void KafkaProducer::replace()
{
    char text[512];
    rd_kafka_fatal_error(m_handle.get(), text, sizeof text);
    qCWarning(kafka::lcKafka, "The producer gave up and is replaced: %s", text);
    // Everything it still has comes back as reports, and from those into m_unsent.
    rd_kafka_purge(m_handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    while (rd_kafka_outq_len(m_handle.get()) > 0 && !m_stop)
        rd_kafka_poll(m_handle.get(), pollMs);

    auto next = makeHandle();
    while (!next && !m_stop) {
        std::this_thread::sleep_for(pause);
        next = makeHandle();
    }
    if (!next)
        return;
    kafka::Handle old; // Destroyed without the lock: that may take a while.
    std::vector<std::pair<quint64, Error>> refused;
    {
        const std::scoped_lock lock(m_mutex);
        old = std::exchange(m_handle, std::move(next).value());
        ++m_replaced;
        std::sort(m_unsent.begin(), m_unsent.end(),
                  [](const Unsent &one, const Unsent &other) { return one.ticket < other.ticket; });
        for (const Unsent &unsent : m_unsent)
            if (const auto sent = send(unsent.record, unsent.ticket); !sent)
                refused.emplace_back(unsent.ticket, sent.error());
        m_unsent.clear();
    }
    for (const auto &[ticket, error] : refused)
        m_report(ticket, error);
}

void KafkaProducer::breakForTest()
{
    const std::scoped_lock lock(m_mutex);
    rd_kafka_test_fatal_error(m_handle.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                              "a test asked for it");
}

void KafkaProducer::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_accepting = false;
    }
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    if (m_handle)
        rd_kafka_purge(m_handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    m_handle.reset();
}

} // namespace samsa::log

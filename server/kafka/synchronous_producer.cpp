// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/synchronous_producer.h"

#include <QDeadlineTimer>

#include <array>

namespace samsa::kafka {

using namespace std::chrono_literals;
using protocol::Result;

namespace {

constexpr int pollMs = 100;
constexpr auto patience = 5s;

} // namespace

bool mayWorkLater(rd_kafka_resp_err_t error)
{
    switch (error) {
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__FATAL:
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
    case RD_KAFKA_RESP_ERR__QUEUE_FULL:
        return true;
    default:
        return false;
    }
}

SynchronousProducer::SynchronousProducer(KafkaSettings settings)
    : m_settings(std::move(settings))
{
}

Result<void> SynchronousProducer::open()
{
    auto configuration = configurationFor(m_settings, RD_KAFKA_PRODUCER);
    if (!configuration)
        return configuration.error();
    rd_kafka_conf_t *conf = configuration->get();
    rd_kafka_conf_set_opaque(conf, this);
    rd_kafka_conf_set_dr_msg_cb(
        conf, [](rd_kafka_t *, const rd_kafka_message_t *message, void *opaque) {
            static_cast<SynchronousProducer *>(opaque)->m_outcome = message->err;
        });
    auto handle = makeHandle(RD_KAFKA_PRODUCER, std::move(configuration).value());
    if (!handle)
        return handle.error();
    m_handle = std::move(handle).value();
    return {};
}

Result<rd_kafka_resp_err_t> SynchronousProducer::send(const QString &topic,
                                                      std::optional<int> partition,
                                                      const rd_kafka_message_t &record,
                                                      Headers headers)
{
    if (!m_handle
        || rd_kafka_fatal_error(m_handle.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (auto opened = open(); !opened)
            return opened.error();
    }
    const QByteArray name = topic.toUtf8();
    std::array<rd_kafka_vu_t, 6> fields {};
    fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    fields[0].u.cstr = name.constData();
    fields[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[1].u.i = RD_KAFKA_MSG_F_COPY;
    fields[2].vtype = RD_KAFKA_VTYPE_KEY;
    fields[2].u.mem = {record.key, record.key_len};
    fields[3].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[3].u.mem = {record.payload, record.len};
    fields[4].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[4].u.headers = headers.get();
    fields[5].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[5].u.i32 = partition.value_or(RD_KAFKA_PARTITION_UA);
    m_outcome.reset();
    const ErrorPtr failure(rd_kafka_produceva(m_handle.get(), fields.data(), fields.size()));
    if (failure)
        m_outcome = rd_kafka_error_code(failure.get());
    else
        static_cast<void>(headers.release()); // They belong to the record now.
    const QDeadlineTimer deadline(patience);
    while (!m_outcome && !deadline.hasExpired())
        rd_kafka_poll(m_handle.get(), pollMs);
    const auto outcome = m_outcome.value_or(RD_KAFKA_RESP_ERR__TIMED_OUT);
    // What is still in there must not report itself as the outcome of the next.
    if (mayWorkLater(outcome))
        m_handle.reset();
    return outcome;
}

} // namespace samsa::kafka

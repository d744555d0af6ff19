// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/dead_letters.h"

namespace samsa::persist {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

kafka::Headers headersOf(const rd_kafka_message_t &record, const QString &reason)
{
    rd_kafka_headers_t *own = nullptr;
    const bool some = rd_kafka_message_headers(&record, &own) == RD_KAFKA_RESP_ERR_NO_ERROR;
    kafka::Headers headers(some ? rd_kafka_headers_copy(own) : rd_kafka_headers_new(3));
    const auto add = [&](const char *name, const QByteArray &value) {
        rd_kafka_header_add(headers.get(), name, -1, value.constData(), value.size());
    };
    add(deadReasonHeader, reason.toUtf8());
    add(sourcePartitionHeader, QByteArray::number(record.partition));
    add(sourceOffsetHeader, QByteArray::number(qint64(record.offset)));
    return headers;
}

} // namespace

DeadLetters::DeadLetters(KafkaSettings settings)
    : m_topic(settings.deadTopic())
    , m_sender(std::move(settings))
{
}

Result<void> DeadLetters::bury(const rd_kafka_message_t &record, const QString &reason)
{
    const auto outcome = m_sender.send(m_topic, {}, record, headersOf(record, reason));
    if (!outcome)
        return outcome.error();
    if (*outcome == RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    if (kafka::mayWorkLater(*outcome)) {
        return Error {
            Code::LogUnavailable,
            u"The dead-letter topic cannot be written: %1."_s.arg(kafka::sentenceOf(*outcome)),
            {}};
    }
    qCCritical(kafka::lcKafka).noquote()
        << "Partition" << record.partition << "offset" << qint64(record.offset)
        << "cannot be read and could not be put on" << m_topic
        << "either:" << kafka::sentenceOf(*outcome);
    return {};
}

} // namespace samsa::persist

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/carrier.h"

#include "server/log/kafka/kafka_record.h"
#include "server/persist/dead_letters.h"

namespace samsa::persist {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

Carrier::Carrier(KafkaSettings settings)
    : m_topic(settings.topic)
    , m_sender(std::move(settings))
{
}

Result<QString> Carrier::bring(const rd_kafka_message_t &from, const NewMessage &message)
{
    const log::KafkaRecord record = log::toRecord(message);
    kafka::Headers headers(rd_kafka_headers_new(5));
    const auto add = [&](const char *name, const QByteArray &value) {
        rd_kafka_header_add(headers.get(), name, -1, value.constData(), value.size());
    };
    add(log::schemaHeader, log::schemaName);
    add(log::typeHeader, record.type);
    add(sourcePartitionHeader, QByteArray::number(from.partition));
    add(sourceOffsetHeader, QByteArray::number(qint64(from.offset)));
    add(log::writerHeader, log::writerName);
    rd_kafka_message_t copy {};
    copy.key = const_cast<char *>(record.key.constData());
    copy.key_len = std::size_t(record.key.size());
    copy.payload = const_cast<char *>(record.value.constData());
    copy.len = std::size_t(record.value.size());
    const auto outcome = m_sender.send(m_topic, record.partition, copy, std::move(headers));
    if (!outcome)
        return outcome.error();
    if (*outcome == RD_KAFKA_RESP_ERR_NO_ERROR)
        return QString();
    const QString why = u"it cannot be brought to partition %1: %2"_s.arg(record.partition)
                            .arg(kafka::sentenceOf(*outcome));
    if (kafka::mayWorkLater(*outcome))
        return Error {Code::LogUnavailable, u"A record waits, since %1."_s.arg(why), {}};
    return why;
}

} // namespace samsa::persist

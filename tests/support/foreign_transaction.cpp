// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/foreign_transaction.h"

#include <QUuid>

#include <array>

namespace samsa::test {

namespace {

constexpr int patienceMs = 20'000;

void check(rd_kafka_error_t *raw)
{
    if (const kafka::ErrorPtr error(raw); error)
        qFatal("A test's transaction failed: %s", rd_kafka_error_string(error.get()));
}

} // namespace

ForeignTransaction::ForeignTransaction(const QString &brokers)
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    const QByteArray id = "stranger-" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    for (const auto &[name, value] :
         {std::pair<const char *, QByteArray> {"bootstrap.servers", brokers.toUtf8()},
          {"transactional.id", id},
          {"transaction.timeout.ms", "60000"},
          {"linger.ms", "0"},
          {"log_level", "0"}})
        if (rd_kafka_conf_set(configuration, name, value.constData(), text, sizeof text)
            != RD_KAFKA_CONF_OK)
            qFatal("%s", text);
    m_handle.reset(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, text, sizeof text));
    check(rd_kafka_init_transactions(m_handle.get(), patienceMs));
    begin();
}

void ForeignTransaction::begin()
{
    check(rd_kafka_begin_transaction(m_handle.get()));
}

void ForeignTransaction::produce(const QString &topic, const KafkaTool::Record &record)
{
    kafka::Headers headers(rd_kafka_headers_new(4));
    for (const auto &[name, value] : record.headers)
        rd_kafka_header_add(headers.get(), name.constData(), name.size(), value.constData(),
                            value.size());
    const QByteArray name = topic.toUtf8();
    std::array<rd_kafka_vu_t, 6> fields {};
    fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    fields[0].u.cstr = name.constData();
    fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[1].u.i32 = record.partition;
    fields[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[2].u.i = RD_KAFKA_MSG_F_COPY;
    fields[3].vtype = RD_KAFKA_VTYPE_KEY;
    fields[3].u.mem = {const_cast<char *>(record.key.constData()),
                       static_cast<std::size_t>(record.key.size())};
    fields[4].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[4].u.mem = {const_cast<char *>(record.value.constData()),
                       static_cast<std::size_t>(record.value.size())};
    fields[5].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[5].u.headers = headers.release();
    check(rd_kafka_produceva(m_handle.get(), fields.data(), fields.size()));
    if (rd_kafka_flush(m_handle.get(), patienceMs) != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("A test's record was not stored.");
}

void ForeignTransaction::commit()
{
    check(rd_kafka_commit_transaction(m_handle.get(), patienceMs));
}

void ForeignTransaction::abort()
{
    check(rd_kafka_abort_transaction(m_handle.get(), patienceMs));
}

} // namespace samsa::test

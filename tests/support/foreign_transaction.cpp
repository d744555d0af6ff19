// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/foreign_transaction.h"

#include <QUuid>

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
    check(KafkaTool::hand(m_handle.get(), topic, record));
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

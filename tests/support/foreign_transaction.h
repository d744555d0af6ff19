// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/handle.h"
#include "tests/support/kafka_tool.h"

namespace samsa::test {

/// A transaction of somebody else's producer, open from the start on. Blocks; a failure ends the
/// test program.
class ForeignTransaction
{
public:
    explicit ForeignTransaction(const QString &brokers);

    /// Waits until Kafka holds the record, which nobody may read yet.
    void produce(const QString &topic, const KafkaTool::Record &record);
    /// With more records than one, they are told of when all were stored.
    void commit();
    void abort();
    /// Another of the same producer.
    void begin();

private:
    kafka::Handle m_handle;
};

} // namespace samsa::test

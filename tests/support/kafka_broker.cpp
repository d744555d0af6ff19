// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_broker.h"

namespace samsa::test {

KafkaBroker::KafkaBroker(QStringList settings)
    : m_cluster(1, std::move(settings))
{
}

KafkaBroker &KafkaBroker::shared()
{
    static KafkaBroker broker;
    if (!broker.running() && !broker.restart())
        qFatal("No Kafka for this test: %s", qPrintable(broker.error()));
    return broker;
}

} // namespace samsa::test

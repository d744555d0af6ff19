// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/kafka_cluster.h"

namespace samsa::test {

/// A KafkaCluster of one node, which is what most tests need. Let a test program share one.
class KafkaBroker
{
public:
    /// \a settings: lines of server.properties over our own.
    explicit KafkaBroker(QStringList settings = {});

    /// The one that a test program shares; started when it is first asked for, ended with the
    /// program.
    static KafkaBroker &shared();

    /// Starts it and waits until it answers. When that fails, error() says why.
    bool start() { return m_cluster.start(); }
    /// As kill -9 does it; data and ports stay for restart().
    void kill() { m_cluster.killAll(); }
    bool restart() { return m_cluster.restart(1); }

    bool running() const { return m_cluster.running(1); }
    QString address() const { return m_cluster.addresses(); } ///< host:port, for --kafka.
    QString error() const { return m_cluster.error(); }
    static QString newTopicName() { return KafkaCluster::newTopicName(); }

private:
    KafkaCluster m_cluster;
};

} // namespace samsa::test

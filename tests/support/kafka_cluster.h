// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/kafka_node.h"

#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace samsa::test {

/// A real Apache Kafka of several nodes, each broker and controller (KRaft), on free ports of
/// 127.0.0.1 and in a folder of its own. It ends with this object, and on Linux with the thread
/// that started it, however that ends. What it replicates by itself (offsets of groups) is on up to
/// three nodes; topics are replicated as whoever makes them says.
///
/// The jars come from $SAMSA_KAFKA_HOME, or from build/tools/kafka in the source tree, where "./dev
/// test" puts them. A node takes 320 MB, and two to four seconds of a core to start. Nodes are
/// numbered from 1, as Kafka reports them (KafkaTool::partition()).
class KafkaCluster
{
public:
    /// \a settings: lines of every node's server.properties over our own.
    explicit KafkaCluster(int nodes, QStringList settings = {});
    ~KafkaCluster();

    /// Starts all nodes and waits until each answers. When that fails, error() says why.
    bool start();

    void kill(int node); ///< As kill -9 does it; waits. Data and port stay for restart().
    void killAll();
    /// Starts it again, having killed it if it runs, and waits until it is one of the brokers
    /// again; which takes a majority of the nodes. Its replicas may still have to catch up.
    bool restart(int node);
    /// Those that do not run, at once.
    bool restartAll();
    void suspend(int node); ///< SIGSTOP: the others give it up after two seconds.
    void resume(int node);

    bool running(int node) const;
    int size() const { return m_size; }
    QString address(int node) const; ///< host:port.
    QString addresses() const; ///< Of all nodes, for --kafka.
    QString error() const { return m_error; }
    /// A topic's name that was not used before.
    static QString newTopicName();

private:
    bool prepare();
    bool launch(const std::vector<KafkaNode *> &nodes);
    KafkaNode &node(int id) const { return *m_nodes.at(static_cast<std::size_t>(id - 1)); }

    const int m_size;
    const QStringList m_settings;
    QTemporaryDir m_folder;
    int m_attempt = 0;
    std::vector<std::unique_ptr<KafkaNode>> m_nodes; // None until the first start().
    QString m_error;
};

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_cluster.h"

#include <QDir>
#include <QHostAddress>
#include <QTcpServer>
#include <QUuid>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int clusterLaunches = 3;
}

KafkaCluster::KafkaCluster(int nodes, QStringList settings)
    : m_size(nodes)
    , m_settings(std::move(settings))
{
}

KafkaCluster::~KafkaCluster() = default;

bool KafkaCluster::start()
{
    m_error = KafkaNode::whyNot();
    if (!m_error.isEmpty())
        return false;
    // A port that was free a moment ago may be taken by somebody else's test: then with others.
    for (int i = 0; i < clusterLaunches; ++i)
        if (prepare() && restartAll())
            return true;
    return false;
}

/// Chooses ports, writes the settings, formats the storages.
bool KafkaCluster::prepare()
{
    m_nodes.clear();
    ++m_attempt;
    std::vector<std::unique_ptr<QTcpServer>> ports; // Open together, so that no two are the same.
    for (int i = 0; i < 2 * m_size; ++i) {
        auto &server = ports.emplace_back(std::make_unique<QTcpServer>());
        if (!server->listen(QHostAddress::LocalHost)) {
            m_error = u"no free port: %1"_s.arg(server->errorString());
            return false;
        }
    }
    const auto portAt = [&](int i) { return ports.at(static_cast<std::size_t>(i))->serverPort(); };
    QStringList controllers;
    for (int i = 0; i < m_size; ++i)
        controllers += u"%1@127.0.0.1:%2"_s.arg(i + 1).arg(portAt(m_size + i));
    for (int i = 0; i < m_size; ++i) {
        const QString folder = m_folder.filePath(u"%1/node-%2"_s.arg(m_attempt).arg(i + 1));
        QDir().mkpath(folder);
        m_nodes.push_back(std::make_unique<KafkaNode>(
            KafkaNode::Place {i + 1, portAt(i), controllers.join(u','), portAt(m_size + i), folder},
            m_size, m_settings));
    }
    ports.clear();
    for (const auto &node : m_nodes) {
        if (!node->beginFormat()) {
            m_error = node->error();
            return false;
        }
    }
    for (const auto &node : m_nodes) {
        if (!node->finishFormat()) {
            m_error = node->error();
            return false;
        }
    }
    return true;
}

/// All of them before the first is waited for: alone it has no majority.
bool KafkaCluster::launch(const std::vector<KafkaNode *> &nodes)
{
    for (KafkaNode *node : nodes)
        node->launch();
    for (KafkaNode *node : nodes) {
        if (node->waitUntilReady())
            continue;
        m_error = node->error();
        for (KafkaNode *launched : nodes)
            launched->kill();
        return false;
    }
    return true;
}

void KafkaCluster::kill(int id)
{
    if (!m_nodes.empty())
        node(id).kill();
}

void KafkaCluster::killAll()
{
    for (const auto &node : m_nodes)
        node->kill();
}

bool KafkaCluster::restart(int id)
{
    if (m_nodes.empty())
        return start();
    kill(id);
    return launch({&node(id)});
}

bool KafkaCluster::restartAll()
{
    if (m_nodes.empty())
        return start();
    std::vector<KafkaNode *> missing;
    for (const auto &node : m_nodes)
        if (!node->running())
            missing.push_back(node.get());
    return launch(missing);
}

void KafkaCluster::suspend(int id)
{
    node(id).suspend();
}

void KafkaCluster::resume(int id)
{
    node(id).resume();
}

bool KafkaCluster::running(int id) const
{
    return !m_nodes.empty() && node(id).running();
}

QString KafkaCluster::address(int id) const
{
    return m_nodes.empty() ? QString() : node(id).address();
}

QString KafkaCluster::addresses() const
{
    QStringList all;
    for (const auto &node : m_nodes)
        all += node->address();
    return all.join(u',');
}

QString KafkaCluster::newTopicName()
{
    return u"Chatting-"_s + QUuid::createUuid().toString(QUuid::Id128).left(12);
}

} // namespace samsa::test

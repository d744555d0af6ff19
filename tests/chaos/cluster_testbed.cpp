// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/cluster_testbed.h"

#include "tests/support/kafka_tool.h"

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using test::KafkaCluster;
using test::KafkaTool;
using test::ServerProgram;

namespace {

/// Longer than a persister's membership, a broker's session and most time-outs last.
constexpr double longSleep = 12;
constexpr int stormGuests = 3;

std::unique_ptr<ServerProgram> makeProgram()
{
    return std::make_unique<ServerProgram>(QStringLiteral(SAMSA_SERVER_PROGRAM));
}

} // namespace

ClusterTestbed::ClusterTestbed(test::DatabaseServer::Kind database, bool openTransactions)
    : m_database(database)
    , m_openTransactions(openTransactions)
    , m_topic(KafkaCluster::newTopicName())
{
}

ClusterTestbed::~ClusterTestbed() = default;

bool ClusterTestbed::start()
{
    if (!m_kafka.start()) {
        m_error = m_kafka.error();
        return false;
    }
    if (!m_database.start()) {
        m_error = m_database.error();
        return false;
    }
    m_databaseUrl = m_database.newDatabase();
    for (int i = 0; i < gatewayCount; ++i) {
        m_ports.append(freePort());
        m_gateways.push_back(makeProgram());
        if (!startGateway(i))
            return false;
    }
    for (int i = 0; i < persisterCount; ++i) {
        m_persisters.push_back(makeProgram());
        if (!startPersister(*m_persisters.back()))
            return false;
    }
    addFaultsOf(
        u"a gateway"_s, gatewayCount,
        [this](int target) -> ServerProgram & { return *m_gateways[std::size_t(target)]; },
        [this](int target) { return startGateway(target); }, 8);
    addFaultsOf(
        u"a persister"_s, persisterCount,
        [this](int target) -> ServerProgram & { return *m_persisters[std::size_t(target)]; },
        [this](int target) { return startPersister(*m_persisters[std::size_t(target)]); },
        longSleep);
    addBrokerFaults();
    addDatabaseFaults();
    addRebalanceStorm();
    if (m_openTransactions)
        addOpenTransactions();
    return true;
}

void ClusterTestbed::addBrokerFaults()
{
    const auto restart = [this](int node) {
        if (m_kafka.restart(node))
            return true;
        m_error = m_kafka.error();
        return false;
    };
    m_faults.push_back({{u"kill -9 of a broker"_s, brokers, 1, 5},
                        [this](int target) {
                            m_kafka.kill(target + 1);
                            return true;
                        },
                        [restart](int target) { return restart(target + 1); }});
    m_faults.push_back({{u"kill -9 of the broker that leads a partition"_s, 1, 1, 5},
                        [this](int) {
                            m_hit = leader();
                            m_kafka.kill(m_hit);
                            return true;
                        },
                        [this, restart](int) { return restart(m_hit); }});
    m_faults.push_back({{u"SIGSTOP of a broker"_s, brokers, longSleep / 3, longSleep},
                        [this](int target) {
                            m_kafka.suspend(target + 1);
                            return true;
                        },
                        [this](int target) {
                            m_kafka.resume(target + 1);
                            return true;
                        }});
    // The one that is left refuses what two have to hold.
    m_faults.push_back({{u"two of three brokers away"_s, brokers, 2, 6},
                        [this](int target) {
                            for (int node = 1; node <= brokers; ++node)
                                if (node != target + 1)
                                    m_kafka.kill(node);
                            return true;
                        },
                        [this](int) {
                            if (m_kafka.restartAll())
                                return true;
                            m_error = m_kafka.error();
                            return false;
                        }});
}

void ClusterTestbed::addDatabaseFaults()
{
    m_faults.push_back({{u"kill -9 of the database"_s, 1, 1, 8},
                        [this](int) {
                            m_database.kill();
                            return true;
                        },
                        [this](int) {
                            if (m_database.restart())
                                return true;
                            m_error = m_database.error();
                            return false;
                        }});
    m_faults.push_back({{u"SIGSTOP of the database"_s, 1, longSleep / 3, longSleep},
                        [this](int) {
                            m_database.suspend();
                            return true;
                        },
                        [this](int) {
                            m_database.resume();
                            return true;
                        }});
}

/// Persisters that come and go, so that the partitions are shared out over and over.
void ClusterTestbed::addRebalanceStorm()
{
    m_faults.push_back({{u"a rebalance storm"_s, 1, 3, 8},
                        [this](int) {
                            for (int i = 0; i < stormGuests; ++i) {
                                m_guests.push_back(makeProgram());
                                if (!startPersister(*m_guests.back()))
                                    return false;
                            }
                            m_guests.front()->kill();
                            return true;
                        },
                        [this](int) {
                            m_guests.clear(); // kill -9 as well
                            return true;
                        }});
}

/// What it holds is thrown away at the end, so nobody may ever see it.
void ClusterTestbed::addOpenTransactions()
{
    m_faults.push_back(
        {{u"a stranger's transaction left open"_s, partitions, longSleep / 3, longSleep},
         [this](int target) {
             m_transaction = std::make_unique<test::ForeignTransaction>(m_kafka.addresses());
             m_transaction->produce(
                 m_topic, {.partition = target, .key = {}, .value = "never", .headers = {}});
             return true;
         },
         [this](int) {
             m_transaction->abort();
             m_transaction.reset();
             return true;
         }});
}

QStringList ClusterTestbed::argumentsOf(int gateway) const
{
    QStringList arguments =
        commonArguments() + QStringList {u"--kafka"_s,      m_kafka.addresses(),
                                         u"--topic"_s,      m_topic,
                                         u"--database"_s,   m_databaseUrl,
                                         u"--partitions"_s, QString::number(partitions)};
    if (gateway >= 0)
        arguments +=
            {u"--role"_s, u"gateway"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_ports[gateway])};
    return arguments;
}

bool ClusterTestbed::startGateway(int gateway)
{
    return restart(*m_gateways[std::size_t(gateway)], argumentsOf(gateway), false);
}

bool ClusterTestbed::startPersister(ServerProgram &program)
{
    return restart(program, argumentsOf(-1), true);
}

int ClusterTestbed::leader() const
{
    return KafkaTool(m_kafka.addresses()).partition(m_topic, 0).leader;
}

void ClusterTestbed::keepLogs(const QString &folder)
{
    for (std::size_t i = 0; i < m_gateways.size(); ++i)
        keepLog(*m_gateways[i], u"%1/gateway-%2.log"_s.arg(folder).arg(i + 1));
    for (std::size_t i = 0; i < m_persisters.size(); ++i)
        keepLog(*m_persisters[i], u"%1/persister-%2.log"_s.arg(folder).arg(i + 1));
}

} // namespace samsa::chaos

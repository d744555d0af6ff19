// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/testbed.h"
#include "tests/support/database_server.h"
#include "tests/support/foreign_transaction.h"
#include "tests/support/kafka_cluster.h"

namespace samsa::chaos {

/// Three Kafka brokers, of which two have to hold a message, two gateways, two persisters, and a
/// database server.
class ClusterTestbed : public Testbed
{
public:
    /// \a openTransactions: strangers begin transactions on the topic, and do not end them.
    ClusterTestbed(test::DatabaseServer::Kind database, bool openTransactions);
    ~ClusterTestbed() override;

    bool start() override;
    QList<quint16> gateways() const override { return m_ports; }
    QString databaseUrl() const override { return m_databaseUrl; }
    void keepLogs(const QString &folder) override;

private:
    static constexpr int brokers = 3;
    static constexpr int gatewayCount = 2;
    static constexpr int persisterCount = 2;
    static constexpr int partitions = 6;

    void addBrokerFaults();
    void addDatabaseFaults();
    void addRebalanceStorm();
    void addOpenTransactions();
    QStringList argumentsOf(int gateway) const;
    bool startGateway(int gateway);
    bool startPersister(test::ServerProgram &program);
    int leader() const;

    test::KafkaCluster m_kafka {brokers};
    test::DatabaseServer m_database;
    const bool m_openTransactions;
    QString m_databaseUrl;
    QString m_topic;
    QList<quint16> m_ports;
    std::vector<std::unique_ptr<test::ServerProgram>> m_gateways;
    std::vector<std::unique_ptr<test::ServerProgram>> m_persisters;
    std::vector<std::unique_ptr<test::ServerProgram>> m_guests; // Of a rebalance storm.
    std::unique_ptr<test::ForeignTransaction> m_transaction; // That is open.
    int m_hit = 0; // The broker that led.
};

} // namespace samsa::chaos

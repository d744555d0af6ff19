// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "haproxy.h"
#include "tests/support/database_server.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/server_program.h"

#include <QTemporaryDir>

#include <array>

namespace samsa::test {

/// All that docs/operations.md puts together for three gateways behind a proxy, on this machine:
/// three brokers, PostgreSQL, gateways, persisters, HAProxy. Of the three gateways that the proxy
/// knows, the third is a machine that is switched off.
class Testbed
{
public:
    /// Whether what it takes is installed, or SAMSA_ALL_DATABASES says that it has to be.
    static bool wanted();

    Testbed();

    bool start();
    QString error() const { return m_error; }

    static constexpr int claimsPerMinute = 20; ///< From one address, on each gateway.

    KafkaCluster brokers {3};
    DatabaseServer database {DatabaseServer::Kind::PostgreSql};
    std::array<ServerProgram, 2> gateways;
    std::array<ServerProgram, 2> persisters;
    HaProxy proxy;
    const QString topic = QStringLiteral("Chatting");

    /// Again on the port where it was.
    bool restartGateway(std::size_t index);
    bool startPersister(std::size_t index);
    /// The status of /readyz of a gateway; 0 if it does not answer.
    int readiness(std::size_t index) const;
    /// The value of a line in a gateway's /metrics; -1 if there is none.
    double metric(std::size_t gateway, const QByteArray &name) const;
    /// How many messages of a room the database holds, and how many different ones; -1 when it does
    /// not say.
    std::pair<int, int> storedMessages(const QUuid &room) const;

private:
    QStringList arguments(const QString &folder) const;

    QTemporaryDir m_folder;
    QString m_database;
    std::array<quint16, 2> m_ports {};
    QString m_error;
};

} // namespace samsa::test

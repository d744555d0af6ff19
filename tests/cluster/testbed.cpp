// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testbed.h"

#include "tests/support/http_test_client.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QUrl>
#include <QUuid>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {
const QString program = QStringLiteral(SAMSA_SERVER_PROGRAM);
}

bool Testbed::wanted()
{
    return DatabaseServer::wanted(DatabaseServer::Kind::PostgreSql)
        && (!HaProxy::program().isEmpty() || qEnvironmentVariableIsSet("SAMSA_ALL_DATABASES"));
}

Testbed::Testbed()
    : gateways {ServerProgram(program), ServerProgram(program)}
    , persisters {ServerProgram(program), ServerProgram(program)}
{
}

bool Testbed::start()
{
    if (!brokers.start()) {
        m_error = brokers.error();
        return false;
    }
    if (!database.start()) {
        m_error = database.error();
        return false;
    }
    m_database = database.newDatabase();
    QTcpServer nobody; // Holds a port where nobody is going to answer.
    nobody.listen(QHostAddress::LocalHost);
    QStringList addresses;
    for (std::size_t i = 0; i < gateways.size(); ++i) {
        if (!restartGateway(i) || !startPersister(i)) {
            m_error = QString::fromUtf8(gateways.at(i).errors() + persisters.at(i).errors());
            return false;
        }
        addresses += u"127.0.0.1:%1"_s.arg(m_ports.at(i));
    }
    addresses += u"127.0.0.1:%1"_s.arg(nobody.serverPort());
    nobody.close();
    if (!proxy.start(addresses)) {
        m_error = proxy.error();
        return false;
    }
    return true;
}

QStringList Testbed::arguments(const QString &folder) const
{
    return {u"--kafka"_s,         brokers.addresses(),
            u"--topic"_s,         topic,
            u"--partitions"_s,    u"3"_s,
            u"--database"_s,      m_database,
            u"--data-dir"_s,      m_folder.filePath(folder),
            u"--trusted-proxy"_s, u"127.0.0.1"_s,
            u"--limit"_s,         u"messages-per-second=0"_s,
            u"--limit"_s,         u"claims-per-minute=%1"_s.arg(claimsPerMinute)};
}

bool Testbed::restartGateway(std::size_t index)
{
    quint16 &port = m_ports.at(index);
    if (!gateways.at(index).start(arguments(u"gateway-%1"_s.arg(index))
                                  << u"--role"_s << u"gateway"_s << u"--listen"_s
                                  << u"127.0.0.1:%1"_s.arg(port)))
        return false;
    port = gateways.at(index).port();
    return true;
}

bool Testbed::startPersister(std::size_t index)
{
    return persisters.at(index).startPersister(arguments(u"persister-%1"_s.arg(index)));
}

int Testbed::readiness(std::size_t index) const
{
    return HttpTestClient(m_ports.at(index)).get("/readyz").status;
}

double Testbed::metric(std::size_t gateway, const QByteArray &name) const
{
    const QByteArray all = HttpTestClient(m_ports.at(gateway)).get("/metrics").body;
    for (const QByteArray &line : all.split('\n'))
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    return -1;
}

std::pair<int, int> Testbed::storedMessages(const QUuid &room) const
{
    const QString name = u"count"_s;
    std::pair<int, int> counts {-1, -1};
    {
        const QUrl url(m_database);
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QPSQL"_s, name);
        connection.setHostName(url.host());
        connection.setPort(url.port());
        connection.setUserName(url.userName());
        connection.setDatabaseName(url.path().mid(1));
        if (connection.open()) {
            QSqlQuery query(connection);
            query.prepare(u"SELECT count(*), count(DISTINCT messages.id) FROM messages "
                          "JOIN rooms USING (room_key) WHERE rooms.id = ?"_s);
            query.addBindValue(room.toRfc4122());
            if (query.exec() && query.next())
                counts = {query.value(0).toInt(), query.value(1).toInt()};
        }
    }
    QSqlDatabase::removeDatabase(name);
    return counts;
}

} // namespace samsa::test

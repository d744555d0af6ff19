// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test_database.h"

#include "tests/support/database_server.h"

#include <QTest>

namespace samsa::test {

namespace {

bool severalKinds = false;

} // namespace

void addDatabaseKinds()
{
    severalKinds = true;
    QTest::addColumn<TestDatabase::Kind>("database");
    QTest::newRow("SQLite") << TestDatabase::Kind::Sqlite;
    QTest::newRow("PostgreSQL") << TestDatabase::Kind::PostgreSql;
    QTest::newRow("MariaDB") << TestDatabase::Kind::MariaDb;
}

TestDatabase::Kind TestDatabase::currentKind()
{
    if (!severalKinds)
        return Kind::Sqlite;
    QFETCH_GLOBAL(Kind, database);
    return database;
}

TestDatabase::TestDatabase()
    : TestDatabase(currentKind())
{
}

TestDatabase::TestDatabase(Kind kind)
    : m_kind(kind)
{
    switch (kind) {
    case Kind::Sqlite:
        m_url = QStringLiteral("sqlite://") + m_folder.filePath(QStringLiteral("samsa.db"));
        break;
    case Kind::PostgreSql:
        m_url = DatabaseServer::shared(DatabaseServer::Kind::PostgreSql).newDatabase();
        break;
    case Kind::MariaDb:
        m_url = DatabaseServer::shared(DatabaseServer::Kind::MariaDb).newDatabase();
        break;
    }
}

store::DatabaseUrl TestDatabase::parsed() const
{
    return *store::parseDatabaseUrl(m_url);
}

} // namespace samsa::test

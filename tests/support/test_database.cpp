// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test_database.h"

#include "tests/support/database_server.h"

#include <QTest>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

bool severalKinds = false;

} // namespace

void addDatabaseKinds()
{
    severalKinds = true;
    QTest::addColumn<TestDatabase::Kind>("database");
    QTest::newRow("SQLite") << TestDatabase::Kind::Sqlite;
    if (TestDatabase::wanted(TestDatabase::Kind::PostgreSql))
        QTest::newRow("PostgreSQL") << TestDatabase::Kind::PostgreSql;
    if (TestDatabase::wanted(TestDatabase::Kind::MariaDb))
        QTest::newRow("MariaDB") << TestDatabase::Kind::MariaDb;
}

void addDatabaseServerKinds()
{
    QTest::addColumn<DatabaseServer::Kind>("kind");
    for (const auto &[name, kind] : {std::pair("PostgreSQL", DatabaseServer::Kind::PostgreSql),
                                     std::pair("MariaDB", DatabaseServer::Kind::MariaDb)}) {
        if (DatabaseServer::wanted(kind))
            QTest::newRow(name) << kind;
    }
}

bool TestDatabase::wanted(Kind kind)
{
    switch (kind) {
    case Kind::Sqlite:
        break;
    case Kind::PostgreSql:
        return DatabaseServer::wanted(DatabaseServer::Kind::PostgreSql);
    case Kind::MariaDb:
        return DatabaseServer::wanted(DatabaseServer::Kind::MariaDb);
    }
    return true;
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
        m_url = u"sqlite://"_s + m_folder.filePath(u"samsa.db"_s);
        break;
    case Kind::PostgreSql:
        m_url = DatabaseServer::shared(DatabaseServer::Kind::PostgreSql).newDatabase();
        break;
    case Kind::MariaDb:
        m_url = DatabaseServer::shared(DatabaseServer::Kind::MariaDb).newDatabase();
        break;
    }
}

DatabaseUrl TestDatabase::parsed() const
{
    return *parseDatabaseUrl(m_url);
}

} // namespace samsa::test

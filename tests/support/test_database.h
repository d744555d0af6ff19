// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/database_url.h"

#include <QString>
#include <QTemporaryDir>

namespace samsa::test {

/// In a test object's initTestCase_data(): each of its tests runs once with SQLite, once with a
/// real PostgreSQL and once with a real MariaDB, where they are (DatabaseServer::wanted()).
void addDatabaseKinds();
/// The same of the two that are servers.
void addDatabaseServerKinds();

/// A new, empty database of the kind that the test object runs with now; SQLite where it does not
/// call addDatabaseKinds().
class TestDatabase
{
public:
    using Kind = DatabaseUrl::Kind;

    TestDatabase();
    explicit TestDatabase(Kind kind);

    static Kind currentKind();
    static bool wanted(Kind kind);
    Kind kind() const { return m_kind; }
    QString url() const { return m_url; } ///< As --database takes it.
    DatabaseUrl parsed() const;

private:
    Kind m_kind;
    QTemporaryDir m_folder;
    QString m_url;
};

} // namespace samsa::test

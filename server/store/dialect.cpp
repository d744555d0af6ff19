// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

QString Dialect::expand(QString sql) const
{
    for (const auto &[word, meaning] : words)
        sql.replace(word, meaning);
    return sql;
}

bool Dialect::isUniqueViolation(const QSqlError &error) const
{
    return uniqueViolations.contains(error.nativeErrorCode());
}

bool Dialect::isLockedOut(const QSqlError &error) const
{
    return lockedOut.contains(error.nativeErrorCode());
}

const Dialect &dialectFor(DatabaseUrl::Kind kind)
{
    static const Dialect sqlite {
        .driver = QLatin1StringView("QSQLITE"),
        .onConnect =
            {
                QStringLiteral("PRAGMA journal_mode = WAL"),
                // Each commit is synced: the local log's receipts stand on it.
                QStringLiteral("PRAGMA synchronous = FULL"),
                QStringLiteral("PRAGMA foreign_keys = ON"),
            },
        .begin = QStringLiteral("BEGIN IMMEDIATE"),
        .beginSnapshot = QStringLiteral("BEGIN"),
        .ignoreBefore = QStringLiteral("OR IGNORE"),
        .ignoreAfter = {},
        // A statement with many values costs SQLite the square of their number through QSqlQuery,
        // which asks for each by name.
        .rowsInOneInsert = 4,
        // SQLITE_CONSTRAINT, …_PRIMARYKEY, …_UNIQUE
        .uniqueViolations = {QStringLiteral("19"), QStringLiteral("1555"), QStringLiteral("2067")},
        // SQLITE_BUSY, SQLITE_LOCKED, …_BUSY_RECOVERY, …_BUSY_SNAPSHOT
        .lockedOut = {QStringLiteral("5"), QStringLiteral("6"), QStringLiteral("261"),
                      QStringLiteral("517")},
        .words =
            {
                {QStringLiteral("@auto_key"), QStringLiteral("INTEGER PRIMARY KEY AUTOINCREMENT")},
                {QStringLiteral("@integer"), QStringLiteral("INTEGER")},
                {QStringLiteral("@id"), QStringLiteral("BLOB")},
                {QStringLiteral("@hash"), QStringLiteral("BLOB")},
                {QStringLiteral("@name"), QStringLiteral("TEXT")},
                {QStringLiteral("@text"), QStringLiteral("TEXT")},
                {QStringLiteral("@clustered"), QStringLiteral("WITHOUT ROWID")},
            },
    };
    switch (kind) {
    case DatabaseUrl::Kind::Sqlite:
        break;
    }
    return sqlite;
}

} // namespace samsa::store

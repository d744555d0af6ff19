// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

const Dialect &sqliteDialect()
{
    static const Dialect dialect {
        .name = "sqlite"_L1,
        .words =
            {
                {u"@auto_key"_s, u"INTEGER PRIMARY KEY AUTOINCREMENT"_s},
                {u"@integer"_s, u"INTEGER"_s},
                {u"@id"_s, u"BLOB"_s},
                {u"@hash"_s, u"BLOB"_s},
                {u"@name"_s, u"TEXT"_s},
                {u"@text"_s, u"TEXT"_s},
                {u"@clustered"_s, u"WITHOUT ROWID"_s},
                {u"@if_new "_s, QString()},
            },
        .connection =
            {
                .driver = "QSQLITE"_L1,
                .options =
                    [](std::chrono::milliseconds patience, std::chrono::milliseconds) {
                        return u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(patience.count());
                    },
                .onConnect =
                    {
                        u"PRAGMA journal_mode = WAL"_s,
                        // Each commit is synced: the local log's receipts stand on it.
                        u"PRAGMA synchronous = FULL"_s,
                        u"PRAGMA foreign_keys = ON"_s,
                    },
                .fetchesRows = true,
                .dropsMarks = true,
                .preparesAll = true,
            },
        .transactions =
            {
                .begin = u"BEGIN IMMEDIATE"_s,
                .beginSnapshot = {u"BEGIN"_s},
                // SQLITE_BUSY, SQLITE_LOCKED, …_BUSY_RECOVERY, …_BUSY_SNAPSHOT
                .lockedOut = {u"5"_s, u"6"_s, u"261"_s, u"517"_s},
            },
        .writing =
            {
                .ignoreBefore = u"OR IGNORE"_s,
                // SQLITE_CONSTRAINT, …_PRIMARYKEY, …_UNIQUE
                .uniqueViolations = {u"19"_s, u"1555"_s, u"2067"_s},
            },
        .search =
            {
                .term = [](const QString &term) { return term; },
                .whole = u"\"%1\""_s,
                .prefix = u"\"%1\"*"_s,
                .between = u" AND "_s,
                .insert = u"INSERT INTO search_index (rowid, terms) VALUES (?, ?)"_s,
                .remove =
                    u"INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', ?, ?)"_s,
                .removesByTerms = true,
                .find = Dialect::Search::statementFor(
                    u"SELECT rowid AS document FROM search_index "
                    "WHERE search_index MATCH ? AND rowid < ? AND rowid >= ?"_s),
            },
    };
    return dialect;
}

} // namespace samsa::store

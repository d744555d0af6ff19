// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds connectWithin {5};

int seconds(std::chrono::milliseconds time)
{
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count());
}

QString asItIs(const QString &term)
{
    return term;
}

/// As letters and digits of ASCII, because MariaDB has its own opinion of what other words are: and
/// none shorter than three is in its index, none longer than 84.
QString inAscii(const QString &term)
{
    constexpr qsizetype longest = 80;
    QString word = u"00"_s;
    for (const char c : term.toUtf8()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        word +=
            plain ? QString(QLatin1Char(c)) : QString::number(static_cast<unsigned char>(c), 16);
    }
    return word.left(longest);
}

/// Finds the numbers first, so that no more is read of the messages than is shown.
/// \a numbers is a statement with a column document.
QString searchStatement(const QString &numbers)
{
    return u"SELECT s.document, m.id, r.id, m.position, m.nickname, m.text, m.time FROM (%1 "
           "ORDER BY document DESC LIMIT ?) s "
           "LEFT JOIN search_documents d ON d.document = s.document "
           "LEFT JOIN messages m ON m.room_key = d.room_key AND m.position = d.position "
           "LEFT JOIN rooms r ON r.room_key = d.room_key ORDER BY s.document DESC"_s.arg(numbers);
}

Dialect makeSqlite()
{
    Dialect dialect;
    dialect.name = "sqlite"_L1;
    dialect.driver = "QSQLITE"_L1;
    dialect.connectOptions = [](std::chrono::milliseconds patience, std::chrono::milliseconds) {
        return u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(patience.count());
    };
    dialect.onConnect = {
        u"PRAGMA journal_mode = WAL"_s,
        // Each commit is synced: the local log's receipts stand on it.
        u"PRAGMA synchronous = FULL"_s,
        u"PRAGMA foreign_keys = ON"_s,
    };
    dialect.fetchesRows = true;
    dialect.preparesAll = true;
    dialect.begin = u"BEGIN IMMEDIATE"_s;
    dialect.beginSnapshot = {u"BEGIN"_s};
    dialect.ignoreBefore = u"OR IGNORE"_s;
    dialect.searchTerm = asItIs;
    dialect.searchWhole = u"\"%1\""_s;
    dialect.searchPrefix = u"\"%1\"*"_s;
    dialect.searchAnd = u" AND "_s;
    dialect.searchInsert = u"INSERT INTO search_index (rowid, terms) VALUES (?, ?)"_s;
    dialect.searchDelete =
        u"INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', ?, ?)"_s;
    dialect.searchDeletesByTerms = true;
    dialect.searchFind =
        searchStatement(u"SELECT rowid AS document FROM search_index "
                        "WHERE search_index MATCH ? AND rowid < ? AND rowid >= ?"_s);
    // SQLITE_CONSTRAINT, …_PRIMARYKEY, …_UNIQUE
    dialect.uniqueViolations = {u"19"_s, u"1555"_s, u"2067"_s};
    // SQLITE_BUSY, SQLITE_LOCKED, …_BUSY_RECOVERY, …_BUSY_SNAPSHOT
    dialect.lockedOut = {u"5"_s, u"6"_s, u"261"_s, u"517"_s};
    dialect.words = {
        {u"@auto_key"_s, u"INTEGER PRIMARY KEY AUTOINCREMENT"_s},
        {u"@integer"_s, u"INTEGER"_s},
        {u"@id"_s, u"BLOB"_s},
        {u"@hash"_s, u"BLOB"_s},
        {u"@name"_s, u"TEXT"_s},
        {u"@text"_s, u"TEXT"_s},
        {u"@clustered"_s, u"WITHOUT ROWID"_s},
        {u"@if_new "_s, QString()},
    };
    return dialect;
}

Dialect makePostgreSql()
{
    Dialect dialect;
    dialect.name = "postgresql"_L1;
    dialect.driver = "QPSQL"_L1;
    dialect.connectOptions = [](std::chrono::milliseconds, std::chrono::milliseconds answerWithin) {
        return u"connect_timeout=%1;tcp_user_timeout=%2;application_name=samsa"_s
            .arg(connectWithin.count())
            .arg(answerWithin.count());
    };
    dialect.title = "PostgreSQL"_L1;
    dialect.askVersion = u"SHOW server_version"_s;
    dialect.oldest = QVersionNumber(9, 5); // ON CONFLICT
    dialect.onConnect = {
        u"SET lock_timeout = %1"_s,
        u"SET synchronous_commit = on"_s,
        // Whoever is stopped in mid-transaction must not keep the others out for long.
        u"SET idle_in_transaction_session_timeout = '15s'"_s,
    };
    dialect.begin = u"BEGIN"_s;
    // Whoever writes an export to a slow disk is idle in its transaction.
    dialect.beginSnapshot = {u"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"_s,
                             u"SET LOCAL idle_in_transaction_session_timeout = 0"_s};
    dialect.ignoreAfter = u"ON CONFLICT DO NOTHING"_s;
    dialect.jsonRows = u"json_to_recordset(?) AS new(%1)"_s;
    dialect.jsonInteger = u"%1 BIGINT"_s;
    dialect.jsonText = u"%1 TEXT"_s;
    dialect.jsonBytes = u"decode(%1, 'hex')"_s;
    dialect.jsonUpdate = u"UPDATE %1 SET %2 FROM %3 WHERE %4"_s;
    dialect.searchTerm = asItIs;
    dialect.searchWhole = u"'%1'"_s;
    dialect.searchPrefix = u"'%1':*"_s;
    dialect.searchAnd = u" & "_s;
    dialect.searchInsert = u"INSERT INTO search_index (document, terms) "
                           "VALUES (?, array_to_tsvector(string_to_array(?, ' ')))"_s;
    dialect.searchDelete = u"DELETE FROM search_index WHERE document = ?"_s;
    // It takes every beginning of a word for common, and would look for a rare one row by row: so
    // it is shown which way to go.
    dialect.searchFindAmongNewest = searchStatement(
        u"SELECT document FROM (SELECT CAST(? AS tsquery) AS asked) q, LATERAL "
        "(SELECT document, terms FROM search_index WHERE document < ? AND document >= ? "
        "ORDER BY document DESC LIMIT 4000) newest WHERE terms @@ asked"_s);
    dialect.searchFind = searchStatement(
        u"SELECT document FROM (WITH found AS MATERIALIZED (SELECT document FROM search_index "
        "WHERE terms @@ CAST(? AS tsquery) AND document < ? AND document >= ?) "
        "SELECT document FROM found) found"_s);
    dialect.searchOnConnect = {u"SET plan_cache_mode = force_custom_plan"_s,
                               u"SET enable_seqscan = off"_s, u"SET statement_timeout = '5s'"_s};
    dialect.uniqueViolations = {u"23505"_s};
    // lock_not_available, deadlock_detected, serialization_failure, query_canceled
    dialect.lockedOut = {u"55P03"_s, u"40P01"_s, u"40001"_s, u"57014"_s};
    // admin_shutdown, crash_shutdown, cannot_connect_now, the two session time-outs, and what has
    // no code because no server was there to give one.
    dialect.connectionLost = {u"57P01"_s, u"57P02"_s, u"57P03"_s,
                              u"57P05"_s, u"25P03"_s, QString()};
    // The second argument is a number of ours, so that somebody else's locks are others.
    dialect.tryLock =
        u"SELECT CASE WHEN pg_try_advisory_lock(hashtext(?), 5241) THEN 1 ELSE 0 END"_s;
    dialect.waitForLock = u"SELECT 1 FROM pg_advisory_lock(hashtext(?), 5241)"_s;
    dialect.unlock = u"SELECT 1 FROM pg_advisory_unlock(hashtext(?), 5241)"_s;
    dialect.words = {
        {u"@auto_key"_s, u"BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"_s},
        {u"@integer"_s, u"BIGINT"_s},
        {u"@id"_s, u"BYTEA"_s},
        {u"@hash"_s, u"BYTEA"_s},
        // Bytes decide what is equal and what comes first, as in the other databases.
        {u"@name"_s, u"TEXT COLLATE \"C\""_s},
        {u"@text"_s, u"TEXT COLLATE \"C\""_s},
        {u"@clustered"_s, QString()},
        {u"@if_new "_s, QString()},
    };
    return dialect;
}

Dialect makeMariaDb()
{
    Dialect dialect;
    dialect.name = "mariadb"_L1;
    dialect.driver = "QMYSQL"_L1;
    dialect.connectOptions = [](std::chrono::milliseconds, std::chrono::milliseconds answerWithin) {
        // Without the first two a server that is stopped would be waited for for ever.
        return u"MYSQL_OPT_CONNECT_TIMEOUT=%1;MYSQL_OPT_READ_TIMEOUT=%2;MYSQL_OPT_WRITE_TIMEOUT=%2;"
               "CLIENT_FOUND_ROWS=1"_s.arg(connectWithin.count())
                   .arg(seconds(answerWithin));
    };
    dialect.title = "MariaDB"_L1;
    dialect.askVersion = u"SELECT VERSION()"_s;
    dialect.oldest = QVersionNumber(10, 6); // JSON_TABLE
    dialect.onConnect = {
        u"SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin"_s,
        u"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"_s,
        u"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"_s,
        u"SET SESSION innodb_lock_wait_timeout = %2"_s,
        u"SET SESSION idle_write_transaction_timeout = 15"_s,
    };
    dialect.begin = u"START TRANSACTION"_s;
    dialect.beginSnapshot = {u"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"_s,
                             u"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"_s};
    dialect.ignoreBefore = u"IGNORE"_s;
    dialect.rowsAsText = true;
    dialect.jsonRows = u"JSON_TABLE(?, '$[*]' COLUMNS (%1)) AS new"_s;
    dialect.jsonInteger = u"%1 BIGINT PATH '$.%1'"_s;
    dialect.jsonText = u"%1 TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$.%1'"_s;
    dialect.jsonBytes = u"UNHEX(%1)"_s;
    dialect.jsonUpdate = u"UPDATE %1 JOIN %3 ON %4 SET %2"_s;
    dialect.searchTerm = inAscii;
    dialect.searchWhole = u"+%1"_s;
    dialect.searchPrefix = u"+%1*"_s;
    dialect.searchAnd = u" "_s;
    dialect.searchInsert = u"INSERT INTO search_index (document, terms) VALUES (?, ?)"_s;
    dialect.searchDelete = u"DELETE FROM search_index WHERE document = ?"_s;
    dialect.searchFind = searchStatement(
        u"SELECT document FROM search_index WHERE MATCH (terms) AGAINST (? IN BOOLEAN MODE) "
        "AND document < ? AND document >= ?"_s);
    dialect.searchOnConnect = {u"SET SESSION max_statement_time = 5"_s};
    dialect.uniqueViolations = {u"1062"_s};
    // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK
    dialect.lockedOut = {u"1205"_s, u"1213"_s};
    // CR_CONN_HOST_ERROR, CR_SERVER_GONE_ERROR, CR_SERVER_LOST, ER_SERVER_SHUTDOWN,
    // ER_CONNECTION_KILLED
    dialect.connectionLost = {u"2002"_s, u"2003"_s, u"2006"_s, u"2013"_s, u"1053"_s, u"1927"_s};
    dialect.tryLock = u"SELECT GET_LOCK(CONCAT(DATABASE(), '.', ?), 0)"_s;
    dialect.waitForLock = u"SELECT GET_LOCK(CONCAT(DATABASE(), '.', ?), 3600)"_s;
    dialect.unlock = u"SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.', ?))"_s;
    // A name is as long as an index can be; the rules of names keep far below.
    const QString name = u"VARCHAR(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"_s;
    dialect.words = {
        {u"@auto_key"_s, u"BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"_s},
        {u"@integer"_s, u"BIGINT"_s},
        {u"@id"_s, u"BINARY(16)"_s},
        {u"@hash"_s, u"VARBINARY(32)"_s},
        {u"@name"_s, name},
        {u"@text"_s, u"TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"_s},
        {u"@clustered"_s, QString()},
        {u"@if_new"_s, u"IF NOT EXISTS"_s},
    };
    return dialect;
}

} // namespace

QString Dialect::expand(QString sql) const
{
    for (const auto &[word, meaning] : words)
        sql.replace(word, meaning);
    return sql;
}

QString Dialect::jsonRowsOf(const QStringList &integers, const QStringList &texts) const
{
    QStringList columns;
    for (const QString &column : integers)
        columns.append(jsonInteger.arg(column));
    for (const QString &column : texts)
        columns.append(jsonText.arg(column));
    return jsonRows.arg(columns.join(u", "_s));
}

QString Dialect::whyTooOld(const QString &version) const
{
    if (QVersionNumber::fromString(version) >= oldest)
        return {};
    return u"its server is %1, and Samsa needs %2 or newer"_s.arg(version,
                                                                  title + u' ' + oldest.toString());
}

bool Dialect::isUniqueViolation(const QSqlError &error) const
{
    return uniqueViolations.contains(error.nativeErrorCode());
}

bool Dialect::isLockedOut(const QSqlError &error) const
{
    return lockedOut.contains(error.nativeErrorCode());
}

bool Dialect::isConnectionLost(const QSqlError &error) const
{
    return connectionLost.contains(error.nativeErrorCode());
}

const Dialect &dialectFor(DatabaseUrl::Kind kind)
{
    static const Dialect sqlite = makeSqlite();
    static const Dialect postgreSql = makePostgreSql();
    static const Dialect mariaDb = makeMariaDb();
    switch (kind) {
    case DatabaseUrl::Kind::Sqlite:
        break;
    case DatabaseUrl::Kind::PostgreSql:
        return postgreSql;
    case DatabaseUrl::Kind::MariaDb:
        return mariaDb;
    }
    return sqlite;
}

} // namespace samsa::store

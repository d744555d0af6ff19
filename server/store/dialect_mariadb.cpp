// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

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

QString mariaDbOptions(std::chrono::milliseconds, std::chrono::milliseconds answerWithin)
{
    // Without the first two a server that is stopped would be waited for for ever.
    return u"MYSQL_OPT_CONNECT_TIMEOUT=%1;MYSQL_OPT_READ_TIMEOUT=%2;MYSQL_OPT_WRITE_TIMEOUT=%2;"
           "CLIENT_FOUND_ROWS=1"_s.arg(connectWithin.count())
               .arg(std::chrono::ceil<std::chrono::seconds>(answerWithin).count());
}

} // namespace

const Dialect &mariaDbDialect()
{
    static const Dialect dialect {
        .name = "mariadb"_L1,
        .words =
            {
                {u"@auto_key"_s, u"BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"_s},
                {u"@integer"_s, u"BIGINT"_s},
                {u"@id"_s, u"BINARY(16)"_s},
                {u"@hash"_s, u"VARBINARY(32)"_s},
                // A name is as long as an index can be; the rules of names keep far below.
                {u"@name"_s, u"VARCHAR(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"_s},
                {u"@text"_s, u"TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"_s},
                {u"@clustered"_s, QString()},
                {u"@if_new"_s, u"IF NOT EXISTS"_s},
            },
        .connection =
            {
                .driver = "QMYSQL"_L1,
                .options = mariaDbOptions,
                .askVersion = u"SELECT VERSION()"_s,
                .title = "MariaDB"_L1,
                .oldest = QVersionNumber(10, 6), // JSON_TABLE
                .onConnect =
                    {
                        u"SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin"_s,
                        u"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"_s,
                        u"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"_s,
                        u"SET SESSION innodb_lock_wait_timeout = %2"_s,
                        u"SET SESSION idle_write_transaction_timeout = 15"_s,
                    },
                // CR_CONN_HOST_ERROR, CR_SERVER_GONE_ERROR, CR_SERVER_LOST, ER_SERVER_SHUTDOWN,
                // ER_CONNECTION_KILLED
                .lost = {u"2002"_s, u"2003"_s, u"2006"_s, u"2013"_s, u"1053"_s, u"1927"_s},
            },
        .transactions =
            {
                .begin = u"START TRANSACTION"_s,
                .beginSnapshot = {u"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"_s,
                                  u"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"_s},
                // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK
                .lockedOut = {u"1205"_s, u"1213"_s},
            },
        .writing =
            {
                .ignoreBefore = u"IGNORE"_s,
                .uniqueViolations = {u"1062"_s},
                .rowsAsText = true,
                .jsonRows = u"JSON_TABLE(?, '$[*]' COLUMNS (%1)) AS new"_s,
                .jsonInteger = u"%1 BIGINT PATH '$.%1'"_s,
                .jsonText =
                    u"%1 TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$.%1'"_s,
                .jsonBytes = u"UNHEX(%1)"_s,
                .jsonUpdate = u"UPDATE %1 JOIN %3 ON %4 SET %2"_s,
            },
        .locks =
            {
                .tryLock = u"SELECT GET_LOCK(CONCAT(DATABASE(), '.', ?), 0)"_s,
                .waitForLock = u"SELECT GET_LOCK(CONCAT(DATABASE(), '.', ?), 3600)"_s,
                .unlock = u"SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.', ?))"_s,
            },
        .search =
            {
                .term = inAscii,
                .whole = u"+%1"_s,
                .prefix = u"+%1*"_s,
                .between = u" "_s,
                .insert = u"INSERT INTO search_index (document, terms) VALUES (?, ?)"_s,
                .remove = u"DELETE FROM search_index WHERE document = ?"_s,
                .find =
                    Dialect::Search::statementFor(u"SELECT document FROM search_index "
                                                  "WHERE MATCH (terms) AGAINST (? IN BOOLEAN MODE) "
                                                  "AND document < ? AND document >= ?"_s),
                .onConnect = {u"SET SESSION max_statement_time = 5"_s},
            },
    };
    return dialect;
}

} // namespace samsa::store

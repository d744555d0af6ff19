// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/client_library.h"
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

const QString textReadMariaDb =
    u"IF(LEFT(%1, 1) = _utf8mb4 x'EFBBBF', CONCAT(_utf8mb4 x'EFBBBF', %1), %1)"_s;

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
        .now = u"CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"_s,
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
                .watchedSocket = mariaDbSocket,
                .askVersion = u"SELECT VERSION()"_s,
                .title = "MariaDB"_L1,
                .oldest = QVersionNumber(10, 6), // JSON_TABLE
                .onConnect = {u"SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin"_s},
                .session =
                    {
                        // What was answered is committed, and nothing is committed that was not
                        // asked to be.
                        {u"autocommit"_s, u"1"_s, u"1"_s},
                        {u"completion_type"_s, u"'NO_CHAIN'"_s, u"NO_CHAIN"_s},
                        {u"tx_isolation"_s, u"'READ-COMMITTED'"_s, u"READ-COMMITTED"_s},
                        // A text is a text, and one that does not fit is refused.
                        {u"sql_mode"_s, u"'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"_s,
                         u"STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION"_s},
                        {u"character_set_client"_s, u"utf8mb4"_s, u"utf8mb4"_s},
                        {u"character_set_results"_s, u"utf8mb4"_s, u"utf8mb4"_s},
                        {u"collation_connection"_s, u"utf8mb4_nopad_bin"_s, u"utf8mb4_nopad_bin"_s},
                        {u"time_zone"_s, u"'+00:00'"_s, u"+00:00"_s},
                        // All rows that were asked for, and whatever an index forbids.
                        {u"sql_select_limit"_s, u"18446744073709551615"_s,
                         u"18446744073709551615"_s},
                        {u"sql_big_selects"_s, u"1"_s, u"1"_s},
                        {u"sql_safe_updates"_s, u"0"_s, u"0"_s},
                        {u"sql_auto_is_null"_s, u"0"_s, u"0"_s},
                        {u"foreign_key_checks"_s, u"1"_s, u"1"_s},
                        {u"unique_checks"_s, u"1"_s, u"1"_s},
                        {u"default_storage_engine"_s, u"InnoDB"_s, u"InnoDB"_s},
                        {u"alter_algorithm"_s, u"'DEFAULT'"_s, u"DEFAULT"_s},
                        // Time is kept on this side.
                        {u"max_statement_time"_s, u"0"_s, {}},
                        {u"innodb_lock_wait_timeout"_s, u"%2"_s, {}},
                        {u"idle_transaction_timeout"_s, u"0"_s, {}},
                        {u"idle_readonly_transaction_timeout"_s, u"0"_s, {}},
                        // Whoever is stopped in mid-transaction must not keep the others out for
                        // long.
                        {u"idle_write_transaction_timeout"_s, u"15"_s, {}},
                    },
                .set = u"SESSION %1 = %2"_s,
                .betweenAssignments = u", "_s,
                .setAll = u"SET %1"_s,
                .ask = u"@@SESSION.%1"_s,
                .durable = {{u"innodb_flush_log_at_trx_commit"_s, {}, u"1"_s}},
                .askGlobal = u"@@GLOBAL.%1"_s,
                .askStatementBytes = u"SELECT @@SESSION.max_allowed_packet"_s,
                .textRead = textReadMariaDb,
                // CR_CONN_HOST_ERROR, CR_SERVER_GONE_ERROR, CR_SERVER_LOST, ER_SERVER_SHUTDOWN,
                // ER_CONNECTION_KILLED, ER_NET_READ_ERROR and its neighbours to
                // ER_NET_WRITE_INTERRUPTED, ER_NET_PACKET_TOO_LARGE, after which it hangs up
                .lost = {u"2002"_s, u"2003"_s, u"2006"_s, u"2013"_s, u"1053"_s, u"1927"_s,
                         u"1158"_s, u"1159"_s, u"1160"_s, u"1161"_s, u"1153"_s},
                // ER_OPTION_PREVENTS_STATEMENT, ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION,
                // ER_READ_ONLY_MODE
                .readOnly = {u"1290"_s, u"1792"_s, u"1836"_s},
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
                                                  "AND document < ? AND document >= ?"_s,
                                                  textReadMariaDb),
                .onConnect = {u"SET SESSION max_statement_time = 5"_s},
            },
    };
    return dialect;
}

} // namespace samsa::store

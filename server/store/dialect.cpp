// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

QString Dialect::Search::statementFor(const QString &numbers)
{
    return u"SELECT s.document, m.id, r.id, m.position, m.nickname, m.text, m.time FROM (%1 "
           "ORDER BY document DESC LIMIT ?) s "
           "LEFT JOIN search_documents d ON d.document = s.document "
           "LEFT JOIN messages m ON m.room_key = d.room_key AND m.position = d.position "
           "LEFT JOIN rooms r ON r.room_key = d.room_key ORDER BY s.document DESC"_s.arg(numbers);
}

QString Dialect::Writing::jsonRowsOf(const QStringList &integers, const QStringList &texts) const
{
    QStringList columns;
    for (const QString &column : integers)
        columns.append(jsonInteger.arg(column));
    for (const QString &column : texts)
        columns.append(jsonText.arg(column));
    return jsonRows.arg(columns.join(u", "_s));
}

QString Dialect::expand(QString sql) const
{
    for (const auto &[word, meaning] : words)
        sql.replace(word, meaning);
    return sql;
}

QString Dialect::whyTooOld(const QString &version) const
{
    if (QVersionNumber::fromString(version) >= connection.oldest)
        return {};
    return u"its server is %1, and Samsa needs %2 or newer"_s.arg(
        version, connection.title + u' ' + connection.oldest.toString());
}

bool Dialect::isUniqueViolation(const QSqlError &error) const
{
    return writing.uniqueViolations.contains(error.nativeErrorCode());
}

bool Dialect::isLockedOut(const QSqlError &error) const
{
    return transactions.lockedOut.contains(error.nativeErrorCode());
}

bool Dialect::isConnectionLost(const QSqlError &error) const
{
    return connection.lost.contains(error.nativeErrorCode());
}

const Dialect &dialectFor(DatabaseUrl::Kind kind)
{
    switch (kind) {
    case DatabaseUrl::Kind::Sqlite:
        break;
    case DatabaseUrl::Kind::PostgreSql:
        return postgreSqlDialect();
    case DatabaseUrl::Kind::MariaDb:
        return mariaDbDialect();
    }
    return sqliteDialect();
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

QString asRead(const QString &textRead, const QString &column)
{
    return textRead.isEmpty() ? column : QString(textRead).replace(u"%1"_s, column);
}

} // namespace

QString Dialect::Search::statementFor(const QString &numbers, const QString &textRead)
{
    return u"SELECT s.document, m.id, r.id, m.position, "_s + asRead(textRead, u"m.nickname"_s)
        + u", "_s + asRead(textRead, u"m.text"_s) + u", m.time FROM ("_s + numbers
        + u" ORDER BY document DESC LIMIT ?) s "
          "LEFT JOIN search_documents d ON d.document = s.document "
          "LEFT JOIN messages m ON m.room_key = d.room_key AND m.position = d.position "
          "LEFT JOIN rooms r ON r.room_key = d.room_key ORDER BY s.document DESC"_s;
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

QString Dialect::textOf(const QString &column) const
{
    return asRead(connection.textRead, column);
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

bool Dialect::isReadOnly(const QSqlError &error) const
{
    return connection.readOnly.contains(error.nativeErrorCode());
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

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database_url.h"

#include <QLatin1StringView>
#include <QSqlError>
#include <QString>
#include <QStringList>

namespace samsa::store {

/// All that differs between the databases; everything else is SQL that they share. A constant
/// table per kind of database.
struct Dialect
{
    QLatin1StringView driver; ///< Of QSqlDatabase.
    QStringList onConnect; ///< Statements that prepare a new connection.
    /// Begins a transaction that is going to write, so that it cannot fail half way because another
    /// one wrote.
    QString begin;
    /// Begins one that only reads, and sees everything as it was at one moment.
    QString beginSnapshot;
    /// Between "INSERT" and "INTO", and at the end: rows that break a unique index are left out.
    QString ignoreBefore;
    QString ignoreAfter;
    int rowsInOneInsert = 1; ///< What is fastest.
    QStringList uniqueViolations; ///< QSqlError::nativeErrorCode() of a row that is there already.
    QStringList lockedOut; ///< The same of a lock that another connection kept for too long.
    /// Words of the migration files, which begin with @, and what they are here.
    QList<std::pair<QString, QString>> words;

    /// A migration's text with its words replaced.
    QString expand(QString sql) const;
    bool isUniqueViolation(const QSqlError &error) const;
    bool isLockedOut(const QSqlError &error) const;
};

const Dialect &dialectFor(DatabaseUrl::Kind kind);

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/store/database_url.h"
#include "server/store/dialect.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <chrono>
#include <memory>
#include <unordered_map>

namespace samsa::store {

Q_DECLARE_LOGGING_CATEGORY(logStore) ///< "samsa.store"

using protocol::Result;

/// The rows of a statement under way. While it lives the statement holds its read lock; at most one
/// per statement text.
class Rows
{
public:
    explicit Rows(QSqlQuery *query);
    ~Rows();
    Rows(Rows &&other) noexcept;
    Rows &operator=(Rows &&) = delete;

    bool next();
    QVariant value(int column) const;
    qint64 integer(int column) const;
    qint64 affected() const; ///< Rows written.
    qint64 insertedKey() const;

private:
    QSqlQuery *m_query;
};

/// One connection. Statements are prepared once and kept. What the driver says about a failure goes
/// to the log; the error that is returned, always DatabaseUnavailable, has a sentence for people.
///
/// Thread: made, used and destroyed in one thread.
class Database
{
public:
    /// Opens (makes, if need be) the database. \a patience is how long a statement waits for
    /// somebody else's lock. StartFailed.
    static Result<std::unique_ptr<Database>> open(const DatabaseUrl &url,
                                                  std::chrono::milliseconds patience);
    ~Database();

    const Dialect &dialect() const { return m_dialect; }

    /// Runs a statement with values for its question marks.
    Result<Rows> run(const QString &sql, const QVariantList &values = {});
    /// The same where only success matters.
    Result<void> execute(const QString &sql, const QVariantList &values = {});

    /// Whether the last failure was a row that a unique index refused.
    bool uniqueViolation() const { return m_uniqueViolation; }

private:
    Database(const DatabaseUrl &url, QSqlDatabase connection);
    protocol::Error failed(const QSqlError &error, const QString &sql);

    const Dialect &m_dialect;
    QSqlDatabase m_connection;
    std::unordered_map<QString, QSqlQuery> m_statements;
    bool m_uniqueViolation = false;
};

/// A transaction that writes, or one that only reads; rolled back unless it was committed.
class Transaction
{
public:
    explicit Transaction(Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    /// DatabaseUnavailable, when someone else kept the database locked for too long. First, and
    /// once.
    Result<void> begin();
    /// Instead of begin(): everything that is read is as it was at one moment.
    Result<void> beginSnapshot();
    Result<void> commit();

private:
    Result<void> begin(const QString &sql);

    Database &m_database;
    bool m_open = false;
};

} // namespace samsa::store

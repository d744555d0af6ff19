// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/database_url.h"
#include "server/store/answer_watch.h"
#include "server/store/dialect.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <chrono>
#include <memory>
#include <thread>
#include <unordered_map>

namespace samsa::store {

Q_DECLARE_LOGGING_CATEGORY(lcStore) ///< "samsa.store"

using protocol::Result;

/// The rows of a statement under way. While it lives the statement holds its read lock; at most one
/// per statement text.
class Rows
{
public:
    explicit Rows(std::shared_ptr<QSqlQuery> query);
    ~Rows();
    Rows(Rows &&other) noexcept = default;
    Rows &operator=(Rows &&) = delete;

    bool next();
    QVariant value(int column) const;
    qint64 integer(int column) const;
    qint64 affected() const; ///< Rows written.
    qint64 insertedKey() const;

private:
    std::shared_ptr<QSqlQuery> m_query;
};

/// One connection. Statements are prepared once and kept. What the driver says about a failure goes
/// to the log; the error that is returned, always DatabaseUnavailable, has a sentence for people.
///
/// A connection that was lost is made anew by the next statement outside a transaction; what was
/// under way has failed then. Whether a commit whose answer was lost took place, nobody knows
/// (Transaction::commit()).
///
/// Thread: made, used and destroyed in one thread.
class Database
{
public:
    static constexpr std::chrono::milliseconds soon {10'000};

    /// Opens (a file: makes, if need be) the database. \a patience is how long a statement waits
    /// for somebody else's lock, \a answerWithin how long for an answer at all, from a server: one
    /// that has not answered by then has gone (AnswerWatch; MariaDB's driver keeps the time
    /// itself). StartFailed.
    static Result<std::unique_ptr<Database>> open(const DatabaseUrl &url,
                                                  std::chrono::milliseconds patience,
                                                  std::chrono::milliseconds answerWithin = soon);
    ~Database();

    const Dialect &dialect() const { return m_dialect; }
    const DatabaseUrl &url() const { return m_url; }

    /// Runs a statement with values for its question marks.
    Result<Rows> run(const QString &sql, const QVariantList &values = {});
    /// The same where only success matters.
    Result<void> execute(const QString &sql, const QVariantList &values = {});

    /// The same of a statement that is not going to come again: others are kept.
    Result<void> executeOnce(const QString &sql);

    /// Takes a lock that ends with the connection, if nobody has it. True where the dialect has
    /// none.
    Result<bool> tryLock(const QString &name);
    Result<void> waitForLock(const QString &name);
    Result<void> unlock(const QString &name);

    /// How often it was connected; locks were lost when this has risen.
    int connections() const { return m_connections; }
    /// Whether the last failure was a row that a unique index refused.
    bool uniqueViolation() const { return m_uniqueViolation; }

private:
    friend class Transaction;

    Database(const DatabaseUrl &url, std::chrono::milliseconds patience,
             std::chrono::milliseconds answerWithin, const QSqlDatabase &connection);
    Result<void> connect();
    void disconnect();
    Result<void> checkVersion();
    Result<void> reconnect();
    Result<Rows> runOnce(const QString &sql, const QVariantList &values);
    std::shared_ptr<QSqlQuery> statement(const QString &sql, bool prepared);
    protocol::Error failed(const QSqlError &error, const QString &sql);
    static protocol::Error unavailable();

    const DatabaseUrl m_url;
    const Dialect &m_dialect;
    const std::chrono::milliseconds m_patience;
    const std::chrono::milliseconds m_answerWithin;
    QSqlDatabase m_connection;
    std::unique_ptr<AnswerWatch> m_watch; // Where the dialect needs one.
    std::unordered_map<QString, std::shared_ptr<QSqlQuery>> m_statements;
    QSqlError m_prepareError;
    const std::thread::id m_thread = std::this_thread::get_id();
    int m_connections = 0;
    bool m_inTransaction = false;
    bool m_lost = false;
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
    /// once; a connection has one transaction at a time.
    Result<void> begin();
    /// Instead of begin(): everything that is read is as it was at one moment.
    Result<void> beginSnapshot();
    /// Where this fails on a server's database, the transaction may have been committed or not.
    Result<void> commit();

private:
    Result<void> begin(const QStringList &statements);

    Database &m_database;
    bool m_open = false;
};

} // namespace samsa::store

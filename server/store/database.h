// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/entry.h"
#include "server/config/database_url.h"
#include "server/store/answer_watch.h"
#include "server/store/dialect.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <chrono>
#include <limits>
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
/// under way has failed then. So is one that takes no changes, once a second, since another may.
/// Whether a commit whose answer was lost took place, nobody knows (Transaction::commit()).
///
/// What changes something is said in a transaction, so that a connection which was closed while
/// nobody used it is noticed when that begins, and not half way.
///
/// Thread: made, used and destroyed in one thread.
class Database
{
public:
    static constexpr std::chrono::milliseconds soon {5'000};
    /// The least that a server has to take in one statement: a message of any length.
    static constexpr qint64 leastStatementBytes = 64 * 1024;

    /// Opens (a file: makes, if need be) the database. \a patience is how long a statement waits
    /// for somebody else's lock, \a answerWithin how long for an answer at all, from a server: one
    /// that has not answered by then has gone (AnswerWatch). \a abandonment, if there is one, ends
    /// all waiting. StartFailed.
    static Result<std::unique_ptr<Database>> open(const DatabaseUrl &url,
                                                  std::chrono::milliseconds patience,
                                                  std::chrono::milliseconds answerWithin = soon,
                                                  Abandonment *abandonment = nullptr);
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
    /// Whether what has just failed left nothing behind and may do better on another connection,
    /// which the next statement makes.
    bool mayAskAgain() const { return m_mayAskAgain; }
    /// Up to how many bytes a statement may have, with its values.
    qint64 statementBytesMost() const { return m_statementBytesMost; }
    /// By the database's clock, which all who use it share.
    Result<Timestamp> now();
    /// warningsAbout() this server
    QStringList warnings();
    /// Whether this connection's statements go to this or that process of a server, as a pooler
    /// sees fit. Asks by a second connection if need be.
    Result<bool> isShared();

private:
    friend class Transaction;

    Database(const DatabaseUrl &url, std::chrono::milliseconds patience,
             std::chrono::milliseconds answerWithin, Abandonment *abandonment,
             const QSqlDatabase &connection);
    Result<void> setUp();
    Result<void> connect();
    Result<void> prepareSession();
    void disconnect();
    Result<void> checkVersion();
    Result<void> findStatementBytes();
    Result<void> reconnect();
    bool wantsAnother() const;
    Result<Rows> runOnce(const QString &sql, const QVariantList &values);
    std::shared_ptr<QSqlQuery> statement(const QString &sql, bool prepared);
    protocol::Error failed(const QSqlError &error, const QString &sql);
    static protocol::Error unavailable();
    static protocol::Error readOnly();

    const DatabaseUrl m_url;
    const Dialect &m_dialect;
    const std::chrono::milliseconds m_patience;
    const std::chrono::milliseconds m_answerWithin;
    Abandonment *const m_abandonment; // May be null.
    QSqlDatabase m_connection;
    std::unique_ptr<AnswerWatch> m_watch; // Where there is a server.
    std::unordered_map<QString, std::shared_ptr<QSqlQuery>> m_statements;
    QSqlError m_prepareError;
    const std::thread::id m_thread = std::this_thread::get_id();
    qint64 m_statementBytesMost = std::numeric_limits<qint64>::max();
    int m_connections = 0;
    bool m_inTransaction = false;
    bool m_lost = false;
    bool m_readOnly = false; // It took no changes when it was last asked to.
    std::chrono::steady_clock::time_point m_connectedAt;
    bool m_mayAskAgain = false;
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

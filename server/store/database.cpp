// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

#include "protocol/text_bytes.h"
#include "server/base/clock.h"
#include "server/store/client_library.h"
#include "server/store/session_settings.h"

#include <QFile>
#include <QSqlError>

#include <atomic>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(lcStore, "samsa.store", QtInfoMsg)

using protocol::Code;
using protocol::Error;

Rows::Rows(std::shared_ptr<QSqlQuery> query)
    : m_query(std::move(query))
{
}

Rows::~Rows()
{
    if (m_query)
        m_query->finish();
}

bool Rows::next()
{
    return m_query->next();
}

QVariant Rows::value(int column) const
{
    return m_query->value(column);
}

qint64 Rows::integer(int column) const
{
    return m_query->value(column).toLongLong();
}

qint64 Rows::affected() const
{
    return m_query->numRowsAffected();
}

qint64 Rows::insertedKey() const
{
    return m_query->lastInsertId().toLongLong();
}

namespace {

Error cannotOpen(const DatabaseUrl &url, const QString &why)
{
    const bool file = url.kind == DatabaseUrl::Kind::Sqlite;
    return Error {Code::StartFailed,
                  (file ? u"The database file %1 cannot be opened: %2."_s
                        : u"The database %1 cannot be opened: %2."_s)
                      .arg(url.display(), why),
                  {}};
}

/// It holds what was said and the hashes of tokens: nobody else on this computer needs to read it.
/// SQLite gives its side files the rights of the file itself.
Result<void> makePrivateFile(const DatabaseUrl &url)
{
    QFile file(url.path);
    if (file.exists())
        return {};
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        // Somebody else may have made it in between.
        if (file.exists())
            return {};
        return cannotOpen(url, file.errorString());
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace

Database::Database(const DatabaseUrl &url, std::chrono::milliseconds patience,
                   std::chrono::milliseconds answerWithin, Abandonment *abandonment,
                   const QSqlDatabase &connection)
    : m_url(url)
    , m_dialect(dialectFor(url.kind))
    , m_patience(patience)
    , m_answerWithin(answerWithin)
    , m_abandonment(abandonment)
    , m_connection(connection)
    , m_watch(m_dialect.connection.watchedSocket ? std::make_unique<AnswerWatch>(answerWithin)
                                                 : nullptr)
{
    if (m_abandonment && m_watch)
        m_abandonment->add(m_watch.get());
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseUrl &url,
                                                 std::chrono::milliseconds patience,
                                                 std::chrono::milliseconds answerWithin,
                                                 Abandonment *abandonment)
{
    const Dialect &dialect = dialectFor(url.kind);
    if (!QSqlDatabase::isDriverAvailable(dialect.connection.driver))
        return cannotOpen(url, u"Qt's plugin %1 is not installed"_s.arg(dialect.connection.driver));
    if (url.kind == DatabaseUrl::Kind::Sqlite) {
        if (const auto made = makePrivateFile(url); !made)
            return made.error();
    }
    static std::atomic<int> number = 0;
    const QString name = u"samsa-%1"_s.arg(++number);
    QSqlDatabase connection = QSqlDatabase::addDatabase(dialect.connection.driver, name);
    // From here on the destructor puts the connection away, also when it cannot be used.
    std::unique_ptr<Database> database(
        new Database(url, patience, answerWithin, abandonment, std::exchange(connection, {})));
    if (const auto done = database->setUp(); !done)
        return done.error();
    if (const auto connected = database->connect(); !connected)
        return connected.error();
    return database;
}

/// Says where the database is, and as who.
Result<void> Database::setUp()
{
    if (m_url.kind == DatabaseUrl::Kind::Sqlite) {
        m_connection.setDatabaseName(m_url.path);
    } else {
        const auto password = databasePassword(m_url);
        if (!password)
            return password.error();
        m_connection.setHostName(m_url.host);
        m_connection.setPort(m_url.port > 0 ? m_url.port : -1);
        m_connection.setUserName(m_url.user);
        m_connection.setPassword(*password);
        m_connection.setDatabaseName(m_url.name);
    }
    m_connection.setConnectOptions(m_dialect.connection.options(m_patience, m_answerWithin));
    return {};
}

Result<void> Database::connect()
{
    if (m_abandonment && m_watch)
        if (const QString why = whyNoConnection(m_connection, *m_abandonment); !why.isEmpty())
            return cannotOpen(m_url, why);
    if (!m_connection.open())
        return cannotOpen(m_url, m_connection.lastError().text().simplified());
    if (m_dialect.connection.connected)
        m_dialect.connection.connected(m_connection);
    if (m_watch)
        m_watch->setSocket(m_dialect.connection.watchedSocket(m_connection));
    const AnswerWatch::Waiting waiting(m_watch.get());
    if (auto prepared = prepareSession(); !prepared)
        return prepared;
    ++m_connections;
    m_connectedAt = std::chrono::steady_clock::now();
    m_lost = false;
    m_readOnly = false;
    return {};
}

Result<void> Database::prepareSession()
{
    if (auto checked = checkVersion(); !checked)
        return checked;
    if (const auto settled = settle(m_connection, m_dialect, m_patience); !settled)
        return cannotOpen(m_url, settled.error().sentence);
    return findStatementBytes();
}

Result<void> Database::findStatementBytes()
{
    if (m_dialect.connection.askStatementBytes.isEmpty())
        return {};
    QSqlQuery query(m_connection);
    if (!query.exec(m_dialect.connection.askStatementBytes) || !query.next())
        return cannotOpen(m_url, query.lastError().text().simplified());
    m_statementBytesMost = query.value(0).toLongLong();
    if (m_statementBytesMost >= leastStatementBytes)
        return {};
    return cannotOpen(m_url,
                      u"its server takes statements of %1 bytes (max_allowed_packet), and Samsa "
                      "needs %2"_s.arg(m_statementBytesMost)
                          .arg(leastStatementBytes));
}

/// By a sentence, instead of the errors of statements that an older server does not know.
Result<void> Database::checkVersion()
{
    if (m_dialect.connection.askVersion.isEmpty())
        return {};
    QSqlQuery query(m_connection);
    if (!query.exec(m_dialect.connection.askVersion) || !query.next())
        return cannotOpen(m_url, query.lastError().text().simplified());
    const QString why = m_dialect.whyTooOld(query.value(0).toString());
    return why.isEmpty() ? Result<void>() : Result<void>(cannotOpen(m_url, why));
}

Result<void> Database::reconnect()
{
    const bool wasLost = m_lost;
    disconnect();
    m_lost = true;
    if (const auto set = setUp(); !set) // The password may be another by now.
        return unavailable();
    if (const auto connected = connect(); !connected) {
        qCDebug(lcStore).noquote() << connected.error().sentence;
        return unavailable();
    }
    if (wasLost)
        qCInfo(lcStore) << "The database answers again.";
    return {};
}

/// Whether the next statement is better asked by a new connection.
bool Database::wantsAnother() const
{
    constexpr std::chrono::seconds betweenAttempts {1};
    return m_lost
        || (m_readOnly && std::chrono::steady_clock::now() - m_connectedAt >= betweenAttempts);
}

Result<Timestamp> Database::now()
{
    if (m_dialect.now.isEmpty())
        return wallClock();
    auto rows = run(u"SELECT "_s + m_dialect.now);
    if (!rows)
        return rows.error();
    rows.value().next();
    return fromMilliseconds(rows->integer(0));
}

QStringList Database::warnings()
{
    const AnswerWatch::Waiting waiting(m_watch.get());
    return warningsAbout(m_connection, m_dialect);
}

Result<bool> Database::isShared()
{
    if (m_url.kind != DatabaseUrl::Kind::PostgreSql)
        return false;
    const QString ask = u"SELECT pg_backend_pid()"_s;
    auto own = run(ask);
    if (!own)
        return own.error();
    if (!own.value().next() || own->integer(0) == postgreSqlProcess(m_connection))
        return false;
    const qint64 process = own->integer(0);
    // A pooler's. While another's transaction keeps what it has been given, ours is free for it
    // only if it is not kept for us.
    const auto other = open(m_url, m_patience, m_answerWithin, m_abandonment);
    if (!other)
        return other.error();
    Transaction transaction(**other);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    auto theirs = (*other)->run(ask);
    if (!theirs)
        return theirs.error();
    if (theirs.value().next() && theirs->integer(0) == process)
        return true;
    auto later = run(ask);
    if (!later)
        return later.error();
    return later.value().next() && later->integer(0) != process;
}

/// A driver may tell its server about each statement that goes, and wait for the answer.
void Database::disconnect()
{
    {
        const AnswerWatch::Waiting waiting(m_watch.get());
        m_statements.clear();
        m_connection.close();
    }
    if (m_watch)
        m_watch->setSocket(-1);
}

Database::~Database()
{
    Q_ASSERT(m_thread == std::this_thread::get_id());
    Q_ASSERT(!m_inTransaction);
    const QString name = m_connection.connectionName();
    disconnect();
    m_connection = {};
    QSqlDatabase::removeDatabase(name);
    if (m_abandonment && m_watch)
        m_abandonment->remove(m_watch.get());
}

Error Database::unavailable()
{
    return Error {Code::DatabaseUnavailable,
                  u"The database cannot be used at the moment; try again."_s,
                  std::chrono::seconds(1)};
}

Error Database::readOnly()
{
    return Error {Code::DatabaseUnavailable,
                  u"The database takes no changes: it is read-only at the moment."_s,
                  std::chrono::seconds(1)};
}

Error Database::failed(const QSqlError &error, const QString &sql)
{
    m_uniqueViolation = m_dialect.isUniqueViolation(error);
    qCDebug(lcStore).noquote() << sql.left(80).simplified() << error.nativeErrorCode()
                               << error.text();
    if (!m_lost && m_dialect.isConnectionLost(error)) {
        m_lost = true;
        qCWarning(lcStore).noquote()
            << "The connection to the database was lost:" << error.text().simplified();
    } else if (m_dialect.isReadOnly(error)) {
        if (!m_readOnly)
            qCWarning(lcStore).noquote()
                << "The database is read-only:" << error.text().simplified();
        m_readOnly = true;
        m_mayAskAgain = true;
        return readOnly();
    } else if (!m_uniqueViolation && !m_lost && !m_dialect.isLockedOut(error)) {
        // The others are expected to happen, and the caller says what follows from it.
        qCWarning(lcStore).noquote() << "The database refused a statement:" << error.text();
    }
    // Of a commit nobody knows; what was said outside a transaction asks again by itself.
    m_mayAskAgain = m_lost && sql != u"COMMIT"_s && !(m_abandonment && m_abandonment->abandoned());
    return unavailable();
}

namespace {

void bind(QSqlQuery &query, const QVariantList &values, bool dropsMarks)
{
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values.at(i);
        // A null QString is an empty text here, and never SQL's NULL.
        if (value.typeId() != QMetaType::QString)
            query.bindValue(i, value);
        else if (const QString text = value.toString(); text.isNull())
            query.bindValue(i, u""_s);
        else
            query.bindValue(i, dropsMarks ? protocol::withMarkToDrop(text) : text);
    }
}

} // namespace

/// Null when it could not be prepared.
std::shared_ptr<QSqlQuery> Database::statement(const QString &sql, bool prepared)
{
    const auto known = m_statements.find(sql);
    if (known != m_statements.end())
        return known->second;
    auto query = std::make_shared<QSqlQuery>(m_connection);
    query->setForwardOnly(m_dialect.connection.fetchesRows);
    if (prepared && !query->prepare(sql)) {
        m_prepareError = query->lastError();
        return nullptr;
    }
    m_statements.emplace(sql, query);
    return query;
}

Result<Rows> Database::run(const QString &sql, const QVariantList &values)
{
    Q_ASSERT(m_thread == std::this_thread::get_id());
    m_uniqueViolation = false;
    if (sql != u"ROLLBACK"_s) // Which says nothing of why.
        m_mayAskAgain = false;
    if (m_lost && m_inTransaction)
        return unavailable();
    if (!m_inTransaction && wantsAnother()) {
        if (const auto connected = reconnect(); !connected)
            return connected.error();
    }
    auto rows = runOnce(sql, values);
    // The server was away since the last time, and what changes nothing may be asked again.
    const Dialect::Transactions &transactions = m_dialect.transactions;
    const bool harmless = sql == transactions.begin
        || sql == transactions.beginSnapshot.constFirst()
        || sql.startsWith(u"SELECT"_s, Qt::CaseSensitive) || sql.startsWith(u"SET "_s);
    if (!rows && m_lost && !m_inTransaction && harmless && reconnect())
        return runOnce(sql, values);
    return rows;
}

Result<Rows> Database::runOnce(const QString &sql, const QVariantList &values)
{
    const AnswerWatch::Waiting waiting(m_watch.get());
    const bool prepared = m_dialect.connection.preparesAll || !values.isEmpty();
    const auto query = statement(sql, prepared);
    if (!query)
        return failed(m_prepareError, sql);
    if (prepared)
        bind(*query, values, m_dialect.connection.dropsMarks);
    if (!(prepared ? query->exec() : query->exec(sql))) {
        const Error error = failed(query->lastError(), sql);
        query->finish();
        return error;
    }
    return Rows(query);
}

Result<void> Database::execute(const QString &sql, const QVariantList &values)
{
    const auto rows = run(sql, values);
    return rows ? Result<void>() : Result<void>(rows.error());
}

Result<void> Database::executeOnce(const QString &sql)
{
    auto executed = execute(sql);
    const AnswerWatch::Waiting waiting(m_watch.get());
    m_statements.erase(sql);
    return executed;
}

Result<bool> Database::tryLock(const QString &name)
{
    if (m_dialect.locks.tryLock.isEmpty())
        return true;
    auto rows = run(m_dialect.locks.tryLock, {name});
    if (!rows)
        return rows.error();
    return rows.value().next() && rows->integer(0) == 1;
}

Result<void> Database::waitForLock(const QString &name)
{
    return m_dialect.locks.waitForLock.isEmpty() ? Result<void>()
                                                 : execute(m_dialect.locks.waitForLock, {name});
}

Result<void> Database::unlock(const QString &name)
{
    return m_dialect.locks.unlock.isEmpty() ? Result<void>()
                                            : execute(m_dialect.locks.unlock, {name});
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    // A connection that is gone took its transaction with it.
    if (!m_database.m_lost && !m_database.execute(u"ROLLBACK"_s))
        qCWarning(lcStore) << "A transaction could not be rolled back.";
    m_database.m_inTransaction = false;
}

Result<void> Transaction::begin()
{
    return begin(QStringList(m_database.dialect().transactions.begin));
}

Result<void> Transaction::beginSnapshot()
{
    return begin(m_database.dialect().transactions.beginSnapshot);
}

Result<void> Transaction::begin(const QStringList &statements)
{
    Q_ASSERT(!m_open);
    Q_ASSERT(!m_database.m_inTransaction);
    for (const QString &statement : statements) {
        if (auto begun = m_database.execute(statement); !begun)
            return begun;
        m_open = true;
        m_database.m_inTransaction = true;
    }
    return {};
}

Result<void> Transaction::commit()
{
    Q_ASSERT(m_open);
    auto committed = m_database.execute(u"COMMIT"_s);
    // After a failed commit (a full disk) the transaction may still be open and is rolled back.
    m_open = !committed.ok();
    m_database.m_inTransaction = m_open;
    return committed;
}

} // namespace samsa::store

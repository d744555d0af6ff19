// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

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
                   std::chrono::milliseconds answerWithin, const QSqlDatabase &connection)
    : m_url(url)
    , m_dialect(dialectFor(url.kind))
    , m_patience(patience)
    , m_answerWithin(answerWithin)
    , m_connection(connection)
    , m_watch(m_dialect.connection.watchedSocket ? std::make_unique<AnswerWatch>(answerWithin)
                                                 : nullptr)
{
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseUrl &url,
                                                 std::chrono::milliseconds patience,
                                                 std::chrono::milliseconds answerWithin)
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
        new Database(url, patience, answerWithin, std::exchange(connection, {})));
    if (const auto connected = database->connect(); !connected)
        return connected.error();
    return database;
}

Result<void> Database::connect()
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
    if (!m_connection.open())
        return cannotOpen(m_url, m_connection.lastError().text().simplified());
    if (m_watch)
        m_watch->setSocket(m_dialect.connection.watchedSocket(m_connection));
    const AnswerWatch::Waiting waiting(m_watch.get());
    if (auto checked = checkVersion(); !checked)
        return checked;
    const auto patienceSeconds = std::chrono::ceil<std::chrono::seconds>(m_patience);
    for (QString statement : m_dialect.connection.onConnect) {
        statement.replace(u"%1"_s, QString::number(m_patience.count()));
        statement.replace(u"%2"_s, QString::number(patienceSeconds.count()));
        QSqlQuery query(m_connection);
        if (!query.exec(statement))
            return cannotOpen(m_url, query.lastError().text().simplified());
    }
    ++m_connections;
    m_lost = false;
    return {};
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
    disconnect();
    if (const auto connected = connect(); !connected) {
        qCDebug(lcStore).noquote() << connected.error().sentence;
        return unavailable();
    }
    qCInfo(lcStore) << "The database answers again.";
    return {};
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
}

Error Database::unavailable()
{
    return Error {Code::DatabaseUnavailable,
                  u"The database cannot be used at the moment; try again."_s,
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
    } else if (!m_uniqueViolation && !m_lost && !m_dialect.isLockedOut(error)) {
        // The others are expected to happen, and the caller says what follows from it.
        qCWarning(lcStore).noquote() << "The database refused a statement:" << error.text();
    }
    return unavailable();
}

namespace {

void bind(QSqlQuery &query, const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values.at(i);
        // A null QString is an empty text here, and never SQL's NULL.
        const bool text = value.typeId() == QMetaType::QString;
        query.bindValue(i, text && value.toString().isNull() ? QVariant(u""_s) : value);
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
    if (m_lost) {
        if (m_inTransaction)
            return unavailable();
        if (const auto connected = reconnect(); !connected)
            return connected.error();
    }
    auto rows = runOnce(sql, values);
    // The server was away since the last time, and what changes nothing may be asked again.
    const bool harmless =
        sql == m_dialect.transactions.begin || sql.startsWith(u"SELECT"_s, Qt::CaseSensitive);
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
        bind(*query, values);
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

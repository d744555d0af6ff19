// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

#include <QFile>
#include <QSqlError>

#include <atomic>

namespace samsa::store {

Q_LOGGING_CATEGORY(logStore, "samsa.store", QtInfoMsg)

using protocol::Code;
using protocol::Error;

Rows::Rows(QSqlQuery *query)
    : m_query(query)
{
}

Rows::~Rows()
{
    if (m_query)
        m_query->finish();
}

Rows::Rows(Rows &&other) noexcept
    : m_query(std::exchange(other.m_query, nullptr))
{
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
    return Error {Code::StartFailed,
                  QStringLiteral("The database file %1 cannot be opened: %2.").arg(url.path, why),
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

Database::Database(const DatabaseUrl &url, QSqlDatabase connection)
    : m_dialect(dialectFor(url.kind))
    , m_connection(std::move(connection))
{
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseUrl &url,
                                                 std::chrono::milliseconds patience)
{
    const Dialect &dialect = dialectFor(url.kind);
    if (const auto made = makePrivateFile(url); !made)
        return made.error();

    static std::atomic<int> number = 0;
    const QString name = QStringLiteral("samsa-%1").arg(++number);
    QSqlDatabase connection = QSqlDatabase::addDatabase(dialect.driver, name);
    connection.setDatabaseName(url.path);
    connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(patience.count()));
    // From here on the destructor puts the connection away, also when it cannot be used.
    std::unique_ptr<Database> database(new Database(url, std::exchange(connection, {})));
    if (!database->m_connection.open())
        return cannotOpen(url, database->m_connection.lastError().text().trimmed());
    for (const QString &statement : dialect.onConnect) {
        QSqlQuery query(database->m_connection);
        if (!query.exec(statement))
            return cannotOpen(url, query.lastError().text().trimmed());
    }
    return database;
}

Database::~Database()
{
    const QString name = m_connection.connectionName();
    m_statements.clear();
    m_connection.close();
    m_connection = {};
    QSqlDatabase::removeDatabase(name);
}

Error Database::failed(const QSqlError &error, const QString &sql)
{
    m_uniqueViolation = m_dialect.isUniqueViolation(error);
    qCDebug(logStore).noquote() << sql.left(80).simplified() << error.nativeErrorCode()
                                << error.text();
    // The other two are expected to happen, and the caller says what follows from it.
    if (!m_uniqueViolation && !m_dialect.isLockedOut(error))
        qCWarning(logStore).noquote() << "The database refused a statement:" << error.text();
    return Error {Code::DatabaseUnavailable,
                  QStringLiteral("The database cannot be used at the moment; try again."),
                  std::chrono::seconds(1)};
}

namespace {

void bind(QSqlQuery &query, const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values.at(i);
        // A null QString is an empty text here, and never SQL's NULL.
        const bool text = value.typeId() == QMetaType::QString;
        query.bindValue(i,
                        text && value.toString().isNull() ? QVariant(QStringLiteral("")) : value);
    }
}

} // namespace

Result<Rows> Database::run(const QString &sql, const QVariantList &values)
{
    auto statement = m_statements.find(sql);
    if (statement == m_statements.end()) {
        QSqlQuery query(m_connection);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return failed(query.lastError(), sql);
        statement = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = statement->second;
    bind(query, values);
    if (!query.exec()) {
        const Error error = failed(query.lastError(), sql);
        query.finish();
        return error;
    }
    return Rows(&query);
}

Result<void> Database::execute(const QString &sql, const QVariantList &values)
{
    const auto rows = run(sql, values);
    return rows ? Result<void>() : Result<void>(rows.error());
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
}

Transaction::~Transaction()
{
    if (m_open && !m_database.execute(QStringLiteral("ROLLBACK")))
        qCWarning(logStore) << "A transaction could not be rolled back.";
}

Result<void> Transaction::begin()
{
    return begin(m_database.dialect().begin);
}

Result<void> Transaction::beginSnapshot()
{
    return begin(m_database.dialect().beginSnapshot);
}

Result<void> Transaction::begin(const QString &sql)
{
    auto begun = m_database.execute(sql);
    m_open = begun.ok();
    return begun;
}

Result<void> Transaction::commit()
{
    auto committed = m_database.execute(QStringLiteral("COMMIT"));
    // After a failed commit (a full disk) the transaction may still be open and is rolled back.
    m_open = !committed.ok();
    return committed;
}

} // namespace samsa::store

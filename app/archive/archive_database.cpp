// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/archive_database.h"

#include "app/base/logging.h"
#include "protocol/text_bytes.h"

#include <QSqlError>
#include <QUuid>

#include <atomic>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Error databaseError(const QSqlError &error)
{
    const QString text = error.databaseText().isEmpty() ? error.text() : error.databaseText();
    return {Code::DatabaseUnavailable, text.simplified(), {}};
}

void bind(QSqlQuery &query, const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values.at(i);
        // A null QString is an empty text here, and never SQL's NULL.
        if (value.typeId() != QMetaType::QString)
            query.bindValue(i, value);
        else if (const QString text = value.toString(); text.isNull())
            query.bindValue(i, u""_s);
        else
            query.bindValue(i, protocol::withMarkToDrop(text));
    }
}

} // namespace

QByteArray idColumn(const QUuid &id)
{
    return id.toRfc4122();
}

ArchiveRows::~ArchiveRows()
{
    if (m_query)
        m_query->finish();
}

Result<void> ArchiveRows::finished() const
{
    if (m_query->lastError().isValid())
        return databaseError(m_query->lastError());
    return {};
}

Result<std::unique_ptr<ArchiveDatabase>> ArchiveDatabase::open(const QString &file)
{
    static std::atomic<int> number = 0;
    const QString name = u"samsa-archive-%1"_s.arg(++number);
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    connection.setDatabaseName(file);
    connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    // From here on the destructor puts the connection away, also when it cannot be used.
    std::unique_ptr<ArchiveDatabase> database(
        new ArchiveDatabase(std::exchange(connection, QSqlDatabase())));
    if (!database->m_connection.open())
        return databaseError(database->m_connection.lastError());
    return database;
}

ArchiveDatabase::~ArchiveDatabase()
{
    const QString name = m_connection.connectionName();
    m_statements.clear();
    m_connection.close();
    m_connection = {};
    QSqlDatabase::removeDatabase(name);
}

Error ArchiveDatabase::failed(const QSqlError &error)
{
    // SQLITE_CORRUPT and SQLITE_NOTADB; the byte above is the extended code's.
    const int code = error.nativeErrorCode().toInt() & 0xff;
    m_isDamaged = m_isDamaged || code == 11 || code == 26;
    return databaseError(error);
}

Result<ArchiveRows> ArchiveDatabase::run(const QString &sql, const QVariantList &values)
{
    std::shared_ptr<QSqlQuery> &query = m_statements[sql];
    if (!query) {
        auto prepared = std::make_shared<QSqlQuery>(m_connection);
        prepared->setForwardOnly(true);
        if (!prepared->prepare(sql)) {
            m_statements.erase(sql);
            return failed(prepared->lastError());
        }
        query = std::move(prepared);
    }
    bind(*query, values);
    if (!query->exec()) {
        const Error error = failed(query->lastError());
        query->finish();
        return error;
    }
    return ArchiveRows(query);
}

Result<void> ArchiveDatabase::execute(const QString &sql, const QVariantList &values)
{
    const auto rows = run(sql, values);
    return rows ? Result<void>() : Result<void>(rows.error());
}

Result<qint64> ArchiveDatabase::integer(const QString &sql, const QVariantList &values)
{
    auto rows = run(sql, values);
    if (!rows)
        return rows.error();
    return rows.value().next() ? rows->integer(0) : 0;
}

Result<void> ArchiveDatabase::begin(bool synced)
{
    if (synced != m_isSynced) {
        // With a write-ahead log NORMAL survives the end of the program, FULL that of the computer.
        if (auto set =
                execute(synced ? u"PRAGMA synchronous = FULL"_s : u"PRAGMA synchronous = NORMAL"_s);
            !set)
            return set;
        m_isSynced = synced;
    }
    return execute(u"BEGIN IMMEDIATE"_s);
}

void ArchiveDatabase::rollBack()
{
    // SQLite has done so already after some errors.
    if (const auto rolledBack = execute(u"ROLLBACK"_s); !rolledBack)
        qCDebug(lcApp, "The archive: %ls", qUtf16Printable(rolledBack.error().sentence));
}

} // namespace samsa::app

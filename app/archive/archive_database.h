// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <memory>
#include <unordered_map>

namespace samsa::app {

/// The rows of a statement under way; at most one of these per statement text at a time.
class ArchiveRows
{
public:
    explicit ArchiveRows(std::shared_ptr<QSqlQuery> query)
        : m_query(std::move(query))
    {
    }
    ~ArchiveRows();
    ArchiveRows(ArchiveRows &&) noexcept = default;
    ArchiveRows &operator=(ArchiveRows &&) = delete;

    bool next() { return m_query->next(); }
    QVariant value(int column) const { return m_query->value(column); }
    qint64 integer(int column) const { return m_query->value(column).toLongLong(); }
    QString text(int column) const { return m_query->value(column).toString(); }
    int affected() const { return m_query->numRowsAffected(); } ///< Rows written.
    /// The rows ended because there are no more, and not because the file could not be read.
    protocol::Result<void> finished() const;

private:
    std::shared_ptr<QSqlQuery> m_query;
};

/// One connection to an SQLite file. Statements are prepared once and kept. Errors have
/// Code::DatabaseUnavailable and SQLite's own sentence, for the log.
///
/// Thread: made, used and destroyed in one thread; it waits for the disk.
class ArchiveDatabase
{
public:
    /// Opens the file, or makes it. Whether it is a database at all, the first statement says.
    static protocol::Result<std::unique_ptr<ArchiveDatabase>> open(const QString &file);
    ~ArchiveDatabase();
    ArchiveDatabase(const ArchiveDatabase &) = delete;
    ArchiveDatabase &operator=(const ArchiveDatabase &) = delete;

    /// Runs a statement with values for its question marks.
    protocol::Result<ArchiveRows> run(const QString &sql, const QVariantList &values = {});
    /// The same where only success matters.
    protocol::Result<void> execute(const QString &sql, const QVariantList &values = {});
    /// The first column of the first row; 0 when there is none.
    protocol::Result<qint64> integer(const QString &sql, const QVariantList &values = {});

    /// Runs \a write as one transaction; what it did is undone unless it and the commit succeed.
    /// \a synced: on the disk, and not only with the system, when this returns.
    template <typename Write>
    protocol::Result<void> transaction(bool synced, const Write &write)
    {
        if (auto begun = begin(synced); !begun)
            return begun;
        protocol::Result<void> written = write();
        if (written)
            written = execute(QStringLiteral("COMMIT"));
        if (!written)
            rollBack();
        return written;
    }

    /// A statement has found that the file is no database, or damaged.
    bool isDamaged() const { return m_isDamaged; }

private:
    explicit ArchiveDatabase(const QSqlDatabase &connection)
        : m_connection(connection)
    {
    }
    protocol::Result<void> begin(bool synced);
    void rollBack();
    protocol::Error failed(const QSqlError &error);

    QSqlDatabase m_connection;
    std::unordered_map<QString, std::shared_ptr<QSqlQuery>> m_statements;
    bool m_isDamaged = false;
    bool m_isSynced = false;
};

/// An id as the tables hold it.
QByteArray idColumn(const QUuid &id);

} // namespace samsa::app

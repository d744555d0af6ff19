// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/database_url.h"

#include <QLatin1StringView>
#include <QSqlDatabase>
#include <QSqlError>
#include <QString>
#include <QStringList>
#include <QVersionNumber>

#include <chrono>

namespace samsa::store {

/// All that differs between the databases; everything else is SQL that they share. A constant
/// table per kind of database, in a file of its own.
struct Dialect
{
    /// A setting of a session, or of a server.
    struct Setting
    {
        QString name {};
        QString value {}; ///< As SQL; %1 and %2 as in Connection::onConnect.
        QString reads {}; ///< What it has to say when it is asked; empty: whatever it says.
    };

    /// How one connects, and how statements run.
    struct Connection
    {
        QLatin1StringView driver {}; ///< Of QSqlDatabase.
        /// What the driver is told for a new connection: how long a statement waits for somebody
        /// else's lock, and how long for an answer at all.
        QString (*options)(std::chrono::milliseconds patience,
                           std::chrono::milliseconds answerWithin) = nullptr;
        /// The socket of a connection to a server, which is shut down when an answer is overdue or
        /// nobody waits for it any more. Null where there is no server.
        qintptr (*watchedSocket)(const QSqlDatabase &connection) = nullptr;
        /// What the driver is told besides, when it has connected.
        void (*connected)(const QSqlDatabase &connection) = nullptr;
        /// A statement whose one value is the server's version, and the oldest that will do. Empty:
        /// it is a part of Qt's driver.
        QString askVersion {};
        QLatin1StringView title {}; ///< What it is called, where it has a version.
        QVersionNumber oldest {};
        /// Statements that prepare a new connection, of which %1 is the patience in milliseconds
        /// and %2 in seconds, rounded up.
        QStringList onConnect {};
        /// All that a session's promise depends on and that a server's owner may set otherwise; how
        /// one of them is set (%1: name, %2: value), all of them together, and how one is asked
        /// for.
        QList<Setting> session {};
        QString set {};
        QString betweenAssignments {};
        QString setAll {};
        QString ask {};
        /// What a server has to be set to so that what it has committed outlives its machine; it
        /// cannot be set from here. Only reads counts.
        QList<Setting> durable {};
        QString askGlobal {};
        /// A statement whose one value is how many bytes a statement may have, with its values.
        /// Empty: more than ours ever have.
        QString askStatementBytes {};
        /// Rows are fetched one by one, and other statements may run meanwhile. If not, they come
        /// all at once: read by pages.
        bool fetchesRows = false;
        /// A U+FEFF at the beginning of a text is dropped when it is bound.
        bool dropsMarks = false;
        /// A text (%1) for which the driver, which drops one when it is read, has one more. Empty:
        /// it drops none.
        QString textRead {};
        /// Also statements without values are worth being prepared and kept.
        bool preparesAll = false;
        QStringList lost {}; ///< QSqlError::nativeErrorCode() of a connection that is gone.
        /// The same of one that takes no changes, while another may: the server turned read-only,
        /// or is not the first of its group any more.
        QStringList readOnly {};
    };

    struct Transactions
    {
        /// Begins a transaction that is going to write, so that it cannot fail half way because
        /// another one wrote.
        QString begin {};
        /// Begins one that only reads, and sees everything as it was at one moment.
        QStringList beginSnapshot {};
        /// QSqlError::nativeErrorCode() of a lock that another connection kept for too long.
        QStringList lockedOut {};
    };

    /// Rows that are written, many at once above all.
    struct Writing
    {
        /// Between "INSERT" and "INTO", and at the end: rows that break a unique index are left
        /// out.
        QString ignoreBefore {};
        QString ignoreAfter {};
        /// QSqlError::nativeErrorCode() of a row that is there already.
        QStringList uniqueViolations {};
        /// Many rows are stored fastest by a statement that has their values in it, and x'…' is a
        /// value of bytes and one of text.
        bool rowsAsText = false;
        /// Many rows as one value, a JSON array of objects, where that is fastest: what stands for
        /// them in a statement, with %1 for their columns, of jsonInteger and jsonText; how
        /// jsonText with hexadecimal digits becomes bytes; and how a table is updated from it.
        QString jsonRows {};
        QString jsonInteger {};
        QString jsonText {};
        QString jsonBytes {};
        QString jsonUpdate {};

        /// jsonRows with these columns.
        QString jsonRowsOf(const QStringList &integers, const QStringList &texts) const;
    };

    /// A lock with a name, which ends with the connection: one value, the name; a row that says 1
    /// when it was taken. Empty: the migrations need none, and a file has a lock file beside it.
    struct Locks
    {
        QString tryLock {};
        QString waitForLock {}; ///< The same, but it waits.
        QString unlock {};
    };

    /// The search index.
    struct Search
    {
        /// How a term (search_terms.h) is written so that this database takes it as one word; how
        /// it is asked for with and without what begins so (%1: the term); and between two of them.
        QString (*term)(const QString &term) = nullptr;
        QString whole {};
        QString prefix {};
        QString between {};
        QString insert {}; ///< Values: the row's number, its terms with spaces between them.
        /// Values: the number, and its terms again where removesByTerms.
        QString remove {};
        bool removesByTerms = false;
        /// The newest first. Values: what to find, below and from which number on, how many.
        QString find {};
        /// The same among the newest rows alone, asked first where it is needed: it finds what is
        /// common, and find what is rare. Empty: find finds both.
        QString findAmongNewest {};
        QStringList onConnect {}; ///< What a connection that searches needs besides the other.

        /// Finds the numbers first, so that no more is read of the messages than is shown.
        /// \a numbers is a statement with a column document, \a textRead as in Connection.
        static QString statementFor(const QString &numbers, const QString &textRead = {});
    };

    /// What the server's clock says, in milliseconds of UTC, as an expression. Empty: it is this
    /// computer's.
    QString now {};
    QLatin1StringView name {}; ///< Of its own migrations: NNNN_what.<name>.sql.
    /// Words of the migration files, which begin with @, and what they are here.
    QList<std::pair<QString, QString>> words {};
    Connection connection {};
    Transactions transactions {};
    Writing writing {};
    Locks locks {};
    Search search {};

    /// How a column is selected that holds what a person wrote.
    QString textOf(const QString &column) const;
    /// A migration's text with its words replaced.
    QString expand(QString sql) const;
    /// What is wrong with a server of this \a version (as it says it, with what else it says
    /// there), for a person; empty when it is new enough.
    QString whyTooOld(const QString &version) const;
    bool isUniqueViolation(const QSqlError &error) const;
    bool isLockedOut(const QSqlError &error) const;
    bool isConnectionLost(const QSqlError &error) const;
    bool isReadOnly(const QSqlError &error) const;
};

const Dialect &dialectFor(DatabaseUrl::Kind kind);

const Dialect &sqliteDialect();
const Dialect &postgreSqlDialect();
const Dialect &mariaDbDialect();

/// How long a server may take to be connected to.
constexpr std::chrono::seconds connectWithin {5};

} // namespace samsa::store

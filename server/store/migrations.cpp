// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migrations.h"

#include "protocol/rules.h"

#include <QDir>
#include <QFile>

// Outside any namespace, as the macro asks.
static void initMigrationFiles()
{
    Q_INIT_RESOURCE(migrations);
}

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

/// Of the names with one of the two characters in them.
Result<void> refold(Database &database, const QString &table, const QString &name,
                    const QString &fold)
{
    QList<std::pair<QString, QString>> changed; // The new fold and the old one.
    {
        auto rows = database.run(
            u"SELECT %1, %2 FROM %3 WHERE %1 LIKE ? OR %1 LIKE ?"_s.arg(name, fold, table),
            {u"%\u0131%"_s, u"%\U0001d6a4%"_s});
        if (!rows)
            return rows.error();
        while (rows.value().next()) {
            const QString wanted = protocol::foldName(rows->value(0).toString());
            if (wanted != rows->value(1).toString())
                changed.append({wanted, rows->value(1).toString()});
        }
    }
    for (const auto &[wanted, before] : std::as_const(changed))
        if (auto written = database.execute(u"UPDATE %1 SET %2 = ? WHERE %2 = ?"_s.arg(table, fold),
                                            {wanted, before});
            !written)
            return written;
    return {};
}

/// Part of migration 6: writes anew what nicknames and rooms are compared by. Until then a "ı" was
/// taken for an "i"; nothing else is compared otherwise, and no two names become one. Twice is as
/// once.
Result<void> refoldNames(Database &database)
{
    if (auto done = refold(database, u"sessions"_s, u"nickname"_s, u"nickname_fold"_s); !done)
        return done;
    return refold(database, u"rooms"_s, u"name"_s, u"name_fold"_s);
}

struct Migration
{
    int version = 0;
    QStringList statements;
    Result<void> (*then)(Database &) = nullptr; ///< What SQL cannot say. In the same transaction.
};

/// A file's statements: comments dropped, cut at the semicolons.
QStringList statementsOf(const QString &text)
{
    QString code;
    for (const QStringView line : QStringView(text).split(u'\n'))
        if (!line.trimmed().startsWith(u"--"))
            code.append(line).append(u'\n');
    QStringList statements;
    for (const QStringView statement : QStringView(code).split(u';'))
        if (const QStringView trimmed = statement.trimmed(); !trimmed.isEmpty())
            statements += trimmed.toString();
    return statements;
}

QList<Migration> allMigrations(const Dialect &dialect)
{
    initMigrationFiles();
    const QDir folder(u":/samsa/migrations"_s);
    QList<Migration> migrations;
    const QStringList names = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        // NNNN_what.sql for all, or NNNN_what.<dialect>.sql for one.
        const QStringList parts = name.split(u'.');
        if (parts.size() > 2 && parts.at(1) != dialect.name)
            continue;
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            migrations.append({name.left(4).toInt(),
                               statementsOf(dialect.expand(QString::fromUtf8(file.readAll()))),
                               name.startsWith(u"0006"_s) ? refoldNames : nullptr});
    }
    return migrations;
}

Result<int> schemaVersion(Database &database)
{
    auto rows = database.run(u"SELECT COALESCE(MAX(version), 0) FROM schema_version"_s);
    if (!rows)
        return rows.error();
    return rows.value().next() ? static_cast<int>(rows->integer(0)) : 0;
}

Result<void> apply(Database &database, const Migration &migration)
{
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    // Another program may have done it while this one waited for the lock.
    const auto version = schemaVersion(database);
    if (!version)
        return version.error();
    if (*version >= migration.version)
        return {};
    for (const QString &statement : migration.statements)
        if (auto done = database.execute(statement); !done)
            return done;
    if (auto done = migration.then ? migration.then(database) : Result<void>(); !done)
        return done;
    if (auto done = database.execute(u"INSERT INTO schema_version (version) VALUES (?)"_s,
                                     {migration.version});
        !done)
        return done;
    qCInfo(lcStore) << "The database is now at version" << migration.version;
    return transaction.commit();
}

Error startFailed(int version, const Error &error)
{
    return Error {
        Code::StartFailed,
        u"The database could not be brought to version %1: %2"_s.arg(version).arg(error.sentence),
        {}};
}

Error tooNew(int version, int newest)
{
    return {Code::StartFailed,
            u"The database has version %1, but this program knows versions up to %2 only. "
            "Start a newer Samsa, or choose another database with --database."_s.arg(version)
                .arg(newest),
            {}};
}

Result<void> migrateAlone(Database &database, int wanted)
{
    const QList<Migration> migrations = allMigrations(database.dialect());
    const int newest = migrations.constLast().version;
    if (const auto made = database.execute(
            u"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)"_s);
        !made)
        return startFailed(newest, made.error());
    const auto version = schemaVersion(database);
    if (!version)
        return startFailed(newest, version.error());
    if (*version > newest)
        return tooNew(*version, newest);
    for (const Migration &migration : migrations) {
        if (migration.version <= *version || migration.version > wanted)
            continue;
        if (const auto applied = apply(database, migration); !applied)
            return startFailed(migration.version, applied.error());
    }
    return {};
}

} // namespace

int newestSchemaVersion()
{
    return allMigrations(dialectFor(DatabaseUrl::Kind::Sqlite)).constLast().version;
}

QStringList migrationStatements(const Dialect &dialect)
{
    QStringList statements;
    for (const Migration &migration : allMigrations(dialect))
        statements += migration.statements;
    return statements;
}

Result<void> migrate(Database &database, int version)
{
    // Where changes of the schema are part of a transaction, one of two programs waits for the
    // other there. Elsewhere, and where two cannot make the same table at once, it waits here.
    const QString lock = u"samsa migrations"_s;
    if (const auto locked = database.waitForLock(lock); !locked)
        return startFailed(newestSchemaVersion(), locked.error());
    auto migrated = migrateAlone(database, version);
    if (const auto unlocked = database.unlock(lock); !unlocked && migrated)
        return startFailed(newestSchemaVersion(), unlocked.error());
    return migrated;
}

Result<void> checkSchema(Database &database)
{
    const int newest = newestSchemaVersion();
    const auto version = schemaVersion(database);
    if (!version) {
        return Error {Code::StartFailed,
                      u"The database does not say which version it has; no Samsa has "
                      "been started on it, or it does not answer."_s,
                      {}};
    }
    if (*version > newest)
        return tooNew(*version, newest);
    if (*version < newest) {
        return Error {Code::StartFailed,
                      u"The database has version %1, and this program would have to "
                      "bring it to %2 first. Use the Samsa that it belongs to, or "
                      "start this samsa-server on it once."_s.arg(*version)
                          .arg(newest),
                      {}};
    }
    return {};
}

} // namespace samsa::store

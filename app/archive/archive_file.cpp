// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/archive_file.h"

#include "app/archive/person_tables.h"
#include "app/archive/schema.h"
#include "app/base/logging.h"
#include "app/storage/free_name.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr QLatin1StringView sideFiles[] = {QLatin1StringView("-wal"), QLatin1StringView("-shm")};

/// The version in the file's first page (SQLite's file format, 1.3), without opening it as a
/// database, which may change it. 0 for what is no database.
qint64 versionInHeader(const QString &path)
{
    constexpr qsizetype headerSize = 100;
    constexpr qsizetype userVersionAt = 60;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray header = file.read(headerSize);
    if (header.size() < headerSize || !header.startsWith("SQLite format 3"))
        return 0;
    return qFromBigEndian<quint32>(header.constData() + userVersionAt);
}

/// SQLite gives its side files the rights of the file itself.
Result<void> makePrivate(const QString &path)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    const bool there = file.exists() || file.open(QIODevice::WriteOnly | QIODevice::NewOnly);
    if (!there || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return Error {Code::DatabaseUnavailable, u"%1: %2"_s.arg(path, file.errorString()), {}};
    return {};
}

} // namespace

/// How far an attempt has come.
struct ArchiveFile::Tried
{
    OpenedArchive opened;
    bool isDamaged = false; ///< Then opened.database is for what can still be read of it.
};

OpenedArchive ArchiveFile::open() const
{
    Tried tried = tryToOpen();
    return tried.isDamaged ? replace(std::move(tried.opened.database)) : std::move(tried.opened);
}

OpenedArchive ArchiveFile::replace(std::unique_ptr<ArchiveDatabase> damaged) const
{
    Kept saved;
    if (damaged)
        saved = PersonTables(*damaged).readWhatCanBe();
    damaged.reset();
    const QString aside = putAside();
    if (aside.isEmpty())
        return refused(Trouble::Code::ArchiveUnavailable, u"it is damaged and cannot be renamed"_s);
    Tried tried = tryToOpen();
    OpenedArchive opened = std::move(tried.opened);
    if (tried.isDamaged)
        return refused(Trouble::Code::ArchiveUnavailable, opened.why.sentence);
    opened.kept.troubles.prepend(makeTrouble(Trouble::Code::ArchiveUnreadable, aside));
    if (!opened.database)
        return opened;
    PersonTables tables(*opened.database);
    const auto written = opened.database->transaction(true, [&] { return tables.writeAll(saved); });
    auto kept = written ? tables.read() : Result<Kept>(written.error());
    if (!kept)
        return refused(Trouble::Code::ArchiveUnavailable, kept.error().sentence);
    kept.value().troubles = opened.kept.troubles;
    opened.kept = std::move(kept).value();
    return opened;
}

ArchiveFile::Tried ArchiveFile::tryToOpen() const
{
    if (versionInHeader(m_path) > archiveVersion())
        return {refused(Trouble::Code::ArchiveNewer, u"a newer program has written it"_s), false};
    const auto made = makePrivate(m_path);
    auto database = made ? ArchiveDatabase::open(m_path)
                         : Result<std::unique_ptr<ArchiveDatabase>>(made.error());
    if (!database)
        return {refused(Trouble::Code::ArchiveUnavailable, database.error().sentence), false};
    Tried tried;
    tried.opened.database = std::move(database).value();
    ArchiveDatabase &opened = *tried.opened.database;
    const auto failed = [&](const Error &why) -> Tried {
        if (opened.isDamaged()) {
            tried.opened.why = why;
            tried.isDamaged = true;
            return std::move(tried);
        }
        return {refused(Trouble::Code::ArchiveUnavailable, why.sentence), false};
    };
    // Not only the header: a newer program may have left the version in the write-ahead log.
    const auto version = opened.integer(u"PRAGMA user_version"_s);
    if (!version)
        return failed(version.error());
    if (*version > archiveVersion())
        return {refused(Trouble::Code::ArchiveNewer, u"a newer program has written it"_s), false};
    if (*version <= 0) {
        const auto tables = opened.integer(u"SELECT COUNT(*) FROM sqlite_master"_s);
        if (!tables)
            return failed(tables.error());
        if (*version < 0 || *tables > 0) { // somebody else's database
            tried.opened.database.reset();
            tried.isDamaged = true;
            return tried;
        }
    }
    if (const auto set = opened.execute(u"PRAGMA journal_mode = WAL"_s); !set)
        return failed(set.error());
    if (const auto migrated = migrateArchive(opened, *version); !migrated)
        return failed(migrated.error());
    PersonTables tables(opened);
    const auto troubles = m_former.takeOver(opened, tables);
    if (!troubles)
        return failed(troubles.error());
    auto kept = tables.read();
    if (!kept)
        return failed(kept.error());
    tried.opened.kept = std::move(kept).value();
    tried.opened.kept.troubles = *troubles;
    return tried;
}

OpenedArchive ArchiveFile::refused(Trouble::Code code, const QString &why) const
{
    const Trouble trouble = makeTrouble(code, m_path);
    qCWarning(lcApp, "The archive %ls cannot be used: %ls", qUtf16Printable(m_path),
              qUtf16Printable(why));
    OpenedArchive opened;
    opened.kept.troubles = {trouble};
    opened.why = {Code::StartFailed, trouble.sentence, {}};
    return opened;
}

QString ArchiveFile::putAside() const
{
    QString aside = numberedName(m_path + u".unreadable"_s);
    if (!QFile::rename(m_path, aside))
        return {};
    for (const QLatin1StringView side : sideFiles)
        if (QFile::exists(m_path + side) && !QFile::rename(m_path + side, aside + side))
            qCWarning(lcApp, "%ls%s cannot be put aside", qUtf16Printable(m_path), side.data());
    qCWarning(lcApp, "The archive is damaged. It was put aside as %ls.", qUtf16Printable(aside));
    return aside;
}

} // namespace samsa::app

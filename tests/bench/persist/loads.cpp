// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/persist/loads.h"

#include "server/store/message_table.h"
#include "server/store/position_table.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryFile>

#include <algorithm>

namespace samsa::bench {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using store::Database;
using store::Result;
using store::Transaction;

namespace {

constexpr int toolPatienceMs = 300'000;

const QString insertOne =
    u"INSERT INTO messages (room_key, position, id, nickname, text, time) VALUES (?, ?, ?, ?, ?, ?)"_s;

double secondsOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

Result<void> insert(Database &database, const Entry &entry)
{
    return database.execute(insertOne,
                            {entry.room.key, entry.position, entry.id.toRfc4122(),
                             QString::fromUtf8(entry.nickname), QString::fromUtf8(entry.text),
                             toMilliseconds(entry.time)});
}

/// The rows as COPY and LOAD DATA read them, ids as hexadecimal digits. Texts of this program need
/// no escapes.
bool writeRows(QTemporaryFile &file, const Entries &entries, const QByteArray &beforeId)
{
    if (!file.open())
        return false;
    for (const EntryPtr &entry : entries) {
        file.write(QByteArray::number(entry->room.key) + '\t' + QByteArray::number(entry->position)
                   + '\t' + beforeId + entry->id.toRfc4122().toHex() + '\t' + entry->nickname + '\t'
                   + entry->text + '\t' + QByteArray::number(toMilliseconds(entry->time)) + '\n');
    }
    return file.flush();
}

Result<double> runTool(const QString &program, const QStringList &arguments)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer timer;
    timer.start();
    tool.start(program, arguments);
    if (tool.waitForFinished(toolPatienceMs) && tool.exitCode() == 0)
        return secondsOf(timer);
    return Error {Code::StartFailed,
                  u"%1 failed: %2 %3"_s.arg(program, tool.errorString(),
                                            QString::fromUtf8(tool.readAll().right(2000))),
                  {}};
}

Result<double> copyIn(const DatabaseUrl &url, const Entries &entries)
{
    QTemporaryFile file;
    if (!writeRows(file, entries, "\\\\x"))
        return Error {Code::StartFailed, file.errorString(), {}};
    return runTool(
        u"psql"_s,
        {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, url.host, u"-p"_s,
         QString::number(url.port), u"-U"_s, url.user, u"-d"_s, url.name, u"-c"_s,
         u"\\copy messages (room_key, position, id, nickname, text, time) from '%1'"_s.arg(
             file.fileName())});
}

Result<double> loadData(const DatabaseUrl &url, const Entries &entries)
{
    QTemporaryFile file;
    if (!writeRows(file, entries, {}))
        return Error {Code::StartFailed, file.errorString(), {}};
    return runTool(u"mariadb"_s,
                   {u"--no-defaults"_s, u"--local-infile=1"_s, u"--default-character-set=utf8mb4"_s,
                    u"--protocol=tcp"_s, u"-h"_s, url.host, u"-P"_s, QString::number(url.port),
                    u"-u"_s, url.user, url.name, u"-e"_s,
                    u"LOAD DATA LOCAL INFILE '%1' INTO TABLE messages CHARACTER SET utf8mb4 "
                    "(room_key, position, @id, nickname, text, time) SET id = UNHEX(@id)"_s.arg(
                        file.fileName())});
}

Result<double> insertAll(Database &database, const Entries &entries)
{
    QElapsedTimer timer;
    timer.start();
    Transaction transaction(database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    for (const EntryPtr &entry : entries)
        if (const auto inserted = insert(database, *entry); !inserted)
            return inserted.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    return secondsOf(timer);
}

} // namespace

Result<double> loadByBatches(Database &database, const Entries &entries, int batch)
{
    store::PositionTable positions(database);
    auto position = positions.settle(0, Watermarks {});
    if (!position)
        return position.error();
    store::MessageTable messages(database);
    QElapsedTimer timer;
    timer.start();
    for (auto first = entries.begin(); first != entries.end();) {
        const auto end = first + std::min<std::ptrdiff_t>(batch, entries.end() - first);
        Transaction transaction(database);
        if (const auto begun = transaction.begin(); !begun)
            return begun.error();
        const qint64 next = position->next + (end - first);
        const auto advanced = positions.advance(*position, next);
        if (!advanced)
            return advanced.error();
        const auto inserted = messages.insert(Entries(first, end));
        if (!inserted)
            return inserted.error();
        if (!*advanced || *inserted != end - first)
            return Error {Code::StartFailed, u"The batch was not stored as a whole."_s, {}};
        if (const auto committed = transaction.commit(); !committed)
            return committed.error();
        position.value().next = next;
        first = end;
    }
    return secondsOf(timer);
}

Result<double> loadInBulk(Database &database, const Entries &entries)
{
    switch (database.url().kind) {
    case DatabaseUrl::Kind::Sqlite:
        break;
    case DatabaseUrl::Kind::PostgreSql:
        return copyIn(database.url(), entries);
    case DatabaseUrl::Kind::MariaDb:
        return loadData(database.url(), entries);
    }
    return insertAll(database, entries);
}

Result<double> loadOneByOne(Database &database, const Entries &entries)
{
    QElapsedTimer timer;
    timer.start();
    for (const EntryPtr &entry : entries) {
        Transaction transaction(database);
        if (const auto begun = transaction.begin(); !begun)
            return begun.error();
        if (const auto inserted = insert(database, *entry); !inserted)
            return inserted.error();
        if (const auto committed = transaction.commit(); !committed)
            return committed.error();
    }
    return secondsOf(timer);
}

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/former_files.h"

#include "app/archive/archive_database.h"
#include "app/archive/person_tables.h"
#include "app/base/logging.h"
#include "app/storage/free_name.h"
#include "app/storage/kept_file.h"
#include "protocol/message_id.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QSet>

#include <functional>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;

namespace {

constexpr int outboxVersion = 1;

/// One of the files, as it was found and with what it says.
struct FormerFile
{
    QString path;
    KeptFile file;
    bool isNewer = false;
    bool isSpoilt = false;
    std::function<Result<void>(PersonTables &)> write; ///< What it holds, into the archive.

    bool isThere() const { return file.state != KeptFile::State::Missing; }
};

FormerFile readOutbox(const QString &path)
{
    FormerFile former {path, readKeptFile(path), false, false, {}};
    former.isNewer = former.file.json.value("version"_L1).toInt() > outboxVersion;
    auto entries = parseFormerOutbox(former.file.json);
    former.isSpoilt = former.isThere() && !former.isNewer && !entries;
    if (!former.isThere() || !entries)
        return former;
    former.write = [entries = std::move(*entries)](PersonTables &tables) -> Result<void> {
        for (const OutboxEntry &entry : entries)
            if (auto done = tables.addOutboxIfNew(entry); !done)
                return done;
        return {};
    };
    return former;
}

FormerFile readMarks(const QString &path)
{
    FormerFile former {path, readKeptFile(path), false, false, {}};
    const QJsonValue rooms = former.file.json.value("rooms"_L1);
    former.isSpoilt = former.isThere() && !rooms.isObject();
    if (!former.isThere() || former.isSpoilt)
        return former;
    former.write = [rooms = rooms.toObject()](PersonTables &tables) -> Result<void> {
        for (auto it = rooms.begin(); it != rooms.end(); ++it) {
            const QUuid room = QUuid::fromString(it.key());
            const QJsonObject mark = it.value().toObject();
            if (room.isNull())
                continue;
            if (auto done = tables.setMark(
                    room,
                    {mark.value("position"_L1).toInteger(), mark.value("count"_L1).toInteger()});
                !done)
                return done;
        }
        return tables.beginMarks();
    };
    return former;
}

/// Once for the same bytes, so that what was taken over and could not be renamed does not come
/// again, long after it was sent.
Result<void> writeOnce(const FormerFile &former, ArchiveDatabase &database, PersonTables &tables)
{
    if (!former.write)
        return {};
    const QByteArray hash = QCryptographicHash::hash(former.file.bytes, QCryptographicHash::Sha256);
    auto rows = database.run(u"INSERT OR IGNORE INTO taken_over (hash) VALUES (?)"_s, {hash});
    if (!rows)
        return rows.error();
    return rows->affected() > 0 ? former.write(tables) : Result<void>();
}

/// What was written, or else the moment that the id was made.
QDateTime timeOf(const QString &written, const QUuid &id)
{
    QDateTime time = QDateTime::fromString(written, Qt::ISODateWithMs);
    if (time.isValid())
        return time;
    return protocol::utcTime(protocol::messageIdTime(id).value_or(
        protocol::fromMilliseconds(QDateTime::currentMSecsSinceEpoch())));
}

QString rename(const FormerFile &former, const QString &name)
{
    if (!QFile::rename(former.path, name))
        qCWarning(lcApp, "%ls cannot be renamed to %ls", qUtf16Printable(former.path),
                  qUtf16Printable(name));
    return name;
}

QString putAside(const FormerFile &former)
{
    qCWarning(lcApp, "%ls is put aside. %ls", qUtf16Printable(former.path),
              qUtf16Printable(former.file.why));
    return rename(former, numberedName(former.path + u".unreadable"_s));
}

} // namespace

std::optional<QList<OutboxEntry>> parseFormerOutbox(const QJsonObject &file)
{
    if (file.value("version"_L1).toInt() != outboxVersion || !file.value("messages"_L1).isArray())
        return {};
    QList<OutboxEntry> entries;
    QSet<QUuid> ids;
    const QJsonArray messages = file.value("messages"_L1).toArray();
    for (const auto &value : messages) {
        const QJsonObject object = value.toObject();
        const auto id = protocol::parseId(object.value("id"_L1).toString().toLatin1());
        const auto room = protocol::parseId(object.value("room"_L1).toString().toLatin1());
        if (!id || !room || ids.contains(*id))
            continue; // one spoilt entry must not cost the others
        ids.insert(*id);
        OutboxEntry entry;
        entry.id = *id;
        entry.room = *room;
        entry.what = TextMessage {object.value("text"_L1).toString()};
        entry.tried = true; // or not: nobody knows
        entry.written = timeOf(object.value("written"_L1).toString(), *id);
        if (object.contains("failure"_L1))
            entry.failure = OutboxFailure {
                OutboxFailure::Kind::AsTold,
                {protocol::Code::Internal, object.value("failure"_L1).toString(), {}}};
        entries.append(entry);
    }
    return entries;
}

Result<QList<Trouble>> FormerFiles::takeOver(ArchiveDatabase &database, PersonTables &tables) const
{
    const FormerFile outbox = readOutbox(m_outbox);
    const FormerFile marks = readMarks(m_readMarks);
    if (outbox.write || marks.write) {
        const auto written = database.transaction(true, [&]() -> Result<void> {
            if (auto done = writeOnce(outbox, database, tables); !done)
                return done;
            return writeOnce(marks, database, tables);
        });
        if (!written)
            return written.error();
    }
    QList<Trouble> troubles;
    for (const FormerFile *former : {&outbox, &marks})
        if (former->write)
            rename(*former, freeName(former->path + u".taken-over"_s));
    if (outbox.isNewer)
        troubles.append(makeTrouble(Trouble::Code::OutboxNewer, outbox.path));
    if (outbox.isSpoilt)
        troubles.append(makeTrouble(Trouble::Code::OutboxUnreadable, putAside(outbox)));
    if (marks.isSpoilt)
        troubles.append(makeTrouble(Trouble::Code::MarksUnreadable, putAside(marks)));
    return troubles;
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/schema.h"

#include "app/archive/archive_database.h"

#include <QStringList>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;

namespace {

/// What leads from one version to the next. A step that was released never changes.
const QList<QStringList> &steps()
{
    static const QList<QStringList> all = {
        {
            // Rooms that have messages here. opened: milliseconds since the epoch, UTC.
            u"CREATE TABLE cached_rooms (key INTEGER PRIMARY KEY, room BLOB NOT NULL UNIQUE, "
            "opened INTEGER NOT NULL DEFAULT 0, messages INTEGER NOT NULL DEFAULT 0, "
            "bytes INTEGER NOT NULL DEFAULT 0)"_s,
            // time: milliseconds since the epoch, UTC. details: the whole message as the wire has
            // it (protocol::writeMessage()), when it has more than the other columns say. changed:
            // protocol::Message::changed.
            u"CREATE TABLE messages (room INTEGER NOT NULL, position INTEGER NOT NULL, "
            "id BLOB NOT NULL, time INTEGER NOT NULL, nickname TEXT NOT NULL, text TEXT NOT NULL, "
            "details BLOB, changed INTEGER NOT NULL, "
            "PRIMARY KEY (room, position)) WITHOUT ROWID"_s,
            u"CREATE INDEX messages_by_time ON messages (room, time)"_s,
            u"CREATE INDEX messages_by_id ON messages (id)"_s,
            // Every message of the room from first to last is in messages. They do not touch.
            u"CREATE TABLE spans (room INTEGER NOT NULL, first INTEGER NOT NULL, "
            "last INTEGER NOT NULL, PRIMARY KEY (room, first)) WITHOUT ROWID"_s,
            // description: the room as the wire has it (protocol::writeRoom()).
            u"CREATE TABLE room_list (place INTEGER PRIMARY KEY, description BLOB NOT NULL)"_s,
            // failure: OutboxFailure::Kind; NULL as long as it waits to be sent.
            u"CREATE TABLE outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, "
            "id BLOB NOT NULL UNIQUE, room BLOB NOT NULL, text TEXT NOT NULL, "
            "written INTEGER NOT NULL, failure INTEGER, failure_code TEXT NOT NULL, "
            "failure_sentence TEXT NOT NULL, failure_retry_after INTEGER NOT NULL)"_s,
            u"CREATE TABLE drafts (room BLOB PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"_s,
            // own, mentions: positions behind the mark, ascending, with a blank between two.
            u"CREATE TABLE marks (room BLOB PRIMARY KEY, position INTEGER NOT NULL, "
            "count INTEGER NOT NULL, own TEXT NOT NULL, mentions TEXT NOT NULL) WITHOUT ROWID"_s,
            // Facts that are there or not: "marks", once marks are kept.
            u"CREATE TABLE facts (name TEXT PRIMARY KEY) WITHOUT ROWID"_s,
            // SHA-256 of each file of a former program that was taken over.
            u"CREATE TABLE taken_over (hash BLOB PRIMARY KEY) WITHOUT ROWID"_s,
        },
        {
            // The outbox holds more than messages. kind: the type that the wire calls it by;
            // target: of what is done to a message; text: of a message and of an edit.
            u"ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'message'"_s,
            u"ALTER TABLE outbox ADD COLUMN target BLOB"_s,
            u"ALTER TABLE outbox ADD COLUMN reaction TEXT NOT NULL DEFAULT ''"_s,
            u"ALTER TABLE outbox ADD COLUMN remove INTEGER NOT NULL DEFAULT 0"_s,
            u"ALTER TABLE outbox ADD COLUMN reply_to BLOB"_s,
            // 1: a server may have it. Of what a former program left nobody knows.
            u"ALTER TABLE outbox ADD COLUMN tried INTEGER NOT NULL DEFAULT 1"_s,
        },
        {
            // epoch: as the server said it, of the positions of the room's messages.
            u"CREATE TABLE epochs (room BLOB PRIMARY KEY, epoch TEXT NOT NULL) WITHOUT ROWID"_s,
        },
    };
    return all;
}

} // namespace

int archiveVersion()
{
    return static_cast<int>(steps().size());
}

Result<void> migrateArchive(ArchiveDatabase &database, qint64 from)
{
    Q_ASSERT(from >= 0 && from <= archiveVersion());
    if (from == archiveVersion())
        return {};
    return database.transaction(true, [&]() -> Result<void> {
        for (qint64 version = from; version < archiveVersion(); ++version)
            for (const QString &statement : steps()[version])
                if (auto done = database.execute(statement); !done)
                    return done;
        return database.execute(u"PRAGMA user_version = %1"_s.arg(archiveVersion()));
    });
}

} // namespace samsa::app

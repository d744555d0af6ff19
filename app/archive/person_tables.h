// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive_database.h"
#include "app/archive/kept.h"

namespace samsa::app {

/// What the archive holds besides messages: outbox, drafts, marks, the list of rooms. What writes
/// is to be called within a transaction. Thread: the database's.
class PersonTables
{
public:
    explicit PersonTables(ArchiveDatabase &database)
        : m_database(database)
    {
    }

    /// All of it. A table that cannot be read ends it.
    protocol::Result<Kept> read();
    /// As much of it as a damaged file still gives.
    Kept readWhatCanBe();
    /// The opposite of read(), into an archive that has none of it.
    protocol::Result<void> writeAll(const Kept &kept);

    /// At the end; in the place of one with the same id.
    protocol::Result<void> addOutbox(const OutboxEntry &entry);
    /// At the end, unless there is one with the same id.
    protocol::Result<void> addOutboxIfNew(const OutboxEntry &entry);
    protocol::Result<void> changeOutbox(const OutboxEntry &entry);
    protocol::Result<void> noteTried(const QUuid &id);
    protocol::Result<void> removeOutbox(const QUuid &id);
    /// Empty: there is none.
    protocol::Result<void> setDraft(const QUuid &room, const QString &text);
    protocol::Result<void> setMark(const QUuid &room, const ReadMark &mark);
    protocol::Result<void> setEpoch(const QUuid &room, const QByteArray &epoch);
    protocol::Result<void> beginMarks();
    protocol::Result<void> keepRooms(const QList<protocol::Room> &rooms);

private:
    protocol::Result<void> readOutbox(Kept &kept);
    protocol::Result<void> readDrafts(Kept &kept);
    protocol::Result<void> readMarks(Kept &kept);
    protocol::Result<void> readEpochs(Kept &kept);
    protocol::Result<void> readRooms(Kept &kept);
    protocol::Result<void> insertOutbox(const QString &how, const OutboxEntry &entry);

    ArchiveDatabase &m_database;
};

} // namespace samsa::app

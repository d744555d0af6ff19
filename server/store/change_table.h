// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

namespace samsa::store {

/// The changes of messages, which stand beside them and are folded into their rows. Only those that
/// changed something are here. Thread: the connection's. DatabaseUnavailable everywhere.
class ChangeTable
{
public:
    explicit ChangeTable(Database &database);

    /// To be called before any message of the rooms is touched in the transaction, because a change
    /// of a text goes into the search index too (SearchIndex::lock()).
    Result<void> lock(const std::vector<EntryPtr> &changes);
    /// Folds changes, in whatever order, into the rows of their targets, and brings the rooms'
    /// summaries up to date. One that the rules refuse (fold()), whose target is not there, or
    /// whose id or position the room has already, is left out. In a transaction of the caller's,
    /// after the messages that it stores; answers how many took effect.
    Result<qint64> apply(std::vector<EntryPtr> changes);
    /// Stores changes that are in the messages' rows already: an import. Answers how many were new.
    Result<qint64> insert(const std::vector<EntryPtr> &changes);

    /// The changes of a room with a position greater than \a after, at most \a ceiling and
    /// \a limit of them, in order. What was done to a message before it was deleted is left out.
    Result<std::vector<EntryPtr>> history(const RoomRef &room, qint64 after, qint64 ceiling,
                                          int limit);
    Result<QHash<QUuid, StoredMessage>> find(const RoomRef &room, const QList<QUuid> &ids);

private:
    using Row = std::vector<EntryPtr>::const_iterator;
    Result<qint64> applyToRoom(Row first, Row end);
    Result<qint64> insertOne(const Entry &change);
    Result<void> write(const EntryPtr &before, const EntryPtr &after);

    Database &m_database;
};

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

#include <array>

namespace samsa::store {

/// The messages. Thread: the connection's. DatabaseUnavailable everywhere.
class MessageTable
{
public:
    explicit MessageTable(Database &database);

    /// Stores entries, in whatever order, and brings the rooms' summaries up to date. A message
    /// whose id or position the room has already is left out and not counted. In a transaction of
    /// the caller's; answers how many were new.
    Result<qint64> insert(std::vector<EntryPtr> entries);

    /// See Store::history.
    Result<std::vector<EntryPtr>> history(const RoomRef &room, std::optional<qint64> after,
                                          std::optional<qint64> before, qint64 ceiling, int limit);
    /// The position of the room's first message up to \a ceiling that is not older than a time;
    /// nothing if there is none. Found by halves, since times grow with positions but for clocks
    /// that differ.
    Result<std::optional<qint64>> firstSince(const RoomRef &room, Timestamp time, qint64 ceiling);
    Result<QHash<QUuid, StoredMessage>> find(const RoomRef &room, const QList<QUuid> &ids);
    /// The messages with these ids, whole, as far as the room has them.
    Result<QHash<QUuid, EntryPtr>> load(const RoomRef &room, const QList<QUuid> &ids);
    /// Puts what became of a message into its row. In a transaction of the caller's.
    Result<void> writeFate(const Entry &message);

private:
    using Entries = std::vector<EntryPtr>;
    using Row = Entries::const_iterator;
    Result<void> insertChunk(Row first, Row end, Entries &stored);
    Result<void> insertEach(Row first, Row end, Entries &stored);
    Result<void> insertTogether(Row first, Row end);
    Result<void> insertAsJson(Row &first, Row end);
    const QString &insertJson(bool answers);
    Result<void> insertAsText(Row &first, Row end);
    Result<qint64> insertOne(const Entry &entry);
    Result<void> isThere(const Entry &entry);

    Database &m_database;
    QString m_insertOne; // Statements, made when they are needed.
    std::array<QString, 2> m_insertJson; // Without and with answers among the messages.
};

} // namespace samsa::store

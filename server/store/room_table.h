// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

namespace samsa::store {

/// What a batch of messages adds to a room.
struct RoomGrowth
{
    EntryPtr last; ///< The newest.
    qint64 newMessages = 0;
};

/// The rooms, with what the room list shows of each. Thread: the connection's. DatabaseUnavailable
/// everywhere.
class RoomTable
{
public:
    explicit RoomTable(Database &database);

    /// See Store::createRoom. RoomExists.
    Result<RoomRef> insert(const RoomRow &row);
    Result<QList<RoomRow>> all();
    Result<std::optional<RoomRow>> find(const QUuid &id);
    /// Brings the rooms' summaries up to date. Each room once; in the transaction that stores the
    /// messages.
    Result<void> addMessages(const QList<RoomGrowth> &rooms);

private:
    Result<void> addTogether(QList<RoomGrowth>::const_iterator &first,
                             QList<RoomGrowth>::const_iterator end);
    Result<void> addToEach(const QList<RoomGrowth> &rooms);

    Database &m_database;
};

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

namespace samsa::store {

/// The rooms, with what the room list shows of each. Thread: the connection's. DatabaseUnavailable
/// everywhere.
class RoomTable
{
public:
    explicit RoomTable(Database &database);

    /// See Store::createRoom. RoomExists.
    Result<log::RoomRef> insert(const RoomRow &row);
    Result<QList<RoomRow>> all();
    Result<std::optional<RoomRow>> find(const QUuid &id);
    /// Counts \a newMessages, of which \a last is the newest. In the transaction that stores them.
    Result<void> addMessages(const log::Entry &last, qint64 newMessages);

private:
    Database &m_database;
};

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

#include <functional>

/// Entries as rows of the tables that hold them: messages and message_changes. Thread: the
/// connection's. DatabaseUnavailable.
namespace samsa::store {

/// What a SELECT from messages names for messageOf().
QString messageColumns(const Dialect &dialect);
/// The message of the row, its JSON included.
EntryPtr messageOf(const Rows &rows, const RoomRef &room);

/// The same for changes; their JSON is that of an event.
QString changeColumns(const Dialect &dialect);
EntryPtr changeOf(const Rows &rows, const RoomRef &room);

/// Runs \a select for the rows of a room with these ids, some at a time.
Result<void> forEachId(Database &database, const QString &select, const RoomRef &room,
                       const QList<QUuid> &ids, const std::function<void(const Rows &)> &take);
/// Which of these ids a table has in a room.
Result<QHash<QUuid, StoredMessage>> findIds(Database &database, const QString &table,
                                            const RoomRef &room, const QList<QUuid> &ids);

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive_database.h"
#include "app/archive/message_slice.h"

namespace samsa::app {

/// For each room (by its number in the tables) the spans of positions that are known without a
/// hole. Invariant: spans of a room neither overlap nor touch.
///
/// What writes is to be called within a transaction. Thread: the database's.
class SpanTable
{
public:
    explicit SpanTable(ArchiveDatabase &database)
        : m_database(database)
    {
    }

    /// The one that \a position is in; an empty one when it is in none.
    protocol::Result<Span> at(qint64 room, qint64 position);
    /// The one with the highest positions; an empty one when there is none.
    protocol::Result<Span> newest(qint64 room);
    /// What it overlaps or touches becomes one with it.
    protocol::Result<void> add(qint64 room, Span span);
    /// Nothing is known any more at or below \a position.
    protocol::Result<void> removeUpTo(qint64 room, qint64 position);

    /// The next position; the highest one has itself.
    static qint64 positionBehind(qint64 position);

private:
    ArchiveDatabase &m_database;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/entry.h"

#include <QHash>

#include <deque>
#include <optional>
#include <shared_mutex>

namespace samsa::log {

struct PageRequest
{
    RoomRef room;
    std::optional<qint64> after; ///< Positions greater than this, oldest first.
    std::optional<qint64> before; ///< Positions smaller than this, the newest of them.
    int limit = 0; ///< With neither cursor: the newest page.
};

struct Page
{
    std::vector<EntryPtr> entries; ///< In order of position.
    bool more = false; ///< More in the direction asked for.
};

/// The end of the log in memory: all that the database does not hold yet, and beyond that the newest of
/// each room within a bound of bytes. Answers polls, resumes and repeated sends without the database.
///
/// Invariant: for each room there is a floor, and the tail holds every entry above it; every entry at or below
/// the floor is in the database. So tail first, database behind it, is a history without a hole.
///
/// Thread: any; one writer (the log's thread), many readers. Readers never wait for I/O.
class Tail
{
public:
    explicit Tail(qint64 maxBytes);

    /// A room the database holds up to and including \a lastPosition. Before the log delivers.
    void addRoom(const RoomRef &room, qint64 lastPosition);

    /// Adds entries in log order. An entry at or below its room's floor or newest position, or with an id the
    /// room has seen, is left out; what was new is returned.
    std::vector<EntryPtr> append(std::vector<EntryPtr> entries);

    /// The database now holds everything of this partition up to and including \a position: it may be dropped
    /// from memory when the bound asks for it.
    void setPersisted(int partition, qint64 position);

    /// The page, if the tail holds all of it; nothing if the database is needed.
    std::optional<Page> page(const PageRequest &request) const;
    /// What the tail holds above its floor within the request, and that floor: the rest is in the database.
    struct Part
    {
        Page page;
        qint64 floor = 0;
    };
    Part partial(const PageRequest &request) const;

    qint64 lastPosition(const QUuid &room) const;

    /// The entry with this id, if the tail remembers it.
    EntryPtr find(const QUuid &room, const QUuid &id) const;
    /// An id made at this moment or later, and not in the future, is in the tail if it was ever sent
    /// (protocol::messageIdTime()).
    Milliseconds remembersIdsSince() const;

    qint64 bytes() const;
    qint64 unpersistedEntries() const;
    /// No more memory for what is not persisted; for /readyz.
    bool full() const;

private:
    // The implementation's own state follows.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/client_id.h"
#include "server/base/entry.h"

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

/// The end of the log in memory: all that the database does not hold yet, and beyond that the
/// newest of each room within a bound of bytes. Answers polls, resumes and repeated sends without
/// the database.
///
/// Invariant: for each room there is a floor, and the tail holds every entry above it; every entry
/// at or below the floor is in the database, or will be: then the tail says that it is behind. So
/// tail first, database behind it, is a history without a hole.
///
/// When the database is away for so long that what it lacks alone exceeds the bound, the oldest of
/// that lose their text and keep their id and place, so that a repeat is still known for one. As
/// many bytes again may be spent on these; then the tail is full, and the log waits.
///
/// Thread: any; written by the log it is given to, and by whoever loads rooms. Readers never wait
/// for I/O.
class Tail
{
public:
    explicit Tail(qint64 maxBytes);

    /// A room the database holds up to and including \a lastPosition. Before the log delivers; a
    /// room that the tail knows stays as it is.
    void addRoom(const RoomRef &room, qint64 lastPosition);

    /// Adds entries in log order. An entry at or below its room's floor or newest position, or with
    /// an id the room has seen, is left out; what was new is returned.
    std::vector<EntryPtr> append(std::vector<EntryPtr> entries);

    /// The database now holds everything of this partition up to and including \a position: it may
    /// be dropped from memory when the bound asks for it.
    void setPersisted(int partition, qint64 position);

    /// Drops what the database holds and is older than this: the retention. True if there was
    /// something.
    bool dropOlderThan(Timestamp time);

    /// The page, if the tail holds all of it; nothing if the database is needed.
    std::optional<Page> page(const PageRequest &request) const;
    /// What the tail holds above its floor within the request, and that floor: the rest is in the
    /// database.
    struct Part
    {
        Page page;
        qint64 floor = 0;
        bool behind = false; ///< The database lacks some of what is asked for, and will have it.
    };
    Part partial(const PageRequest &request) const;

    bool knows(const QUuid &room) const;
    /// Of the room's newest message, 0 if there is none.
    qint64 lastPosition(const QUuid &room) const;

    /// The entry with this id, if the tail remembers it; perhaps without its text.
    EntryPtr find(const QUuid &room, const QUuid &id) const;
    /// An id made at this moment or later, and not in the future, is in the tail if it was ever
    /// sent (protocol::messageIdTime()).
    Timestamp remembersIdsSince() const;
    /// Whether find() alone decides if this id was sent before; otherwise the database has to be
    /// asked as well.
    bool covers(const QUuid &id, Timestamp now) const;
    /// From now on ids are remembered; called by the log when it starts to see everything. Five
    /// seconds more, here and in covers(), stand for clients whose clocks are ahead.
    void rememberIdsFrom(Timestamp now);

    qint64 bytes() const;
    qint64 unpersistedEntries() const;
    /// No more memory for what is not persisted, not even for ids.
    bool full() const;

private:
    struct Room
    {
        RoomRef ref;
        qint64 floor = 0;
        qint64 last = 0; // Of the room's newest message, in memory or not.
        std::deque<EntryPtr> entries {};
        QHash<ClientId, qint64> positions {}; // By message id.
        qint64 outlined = 0; // Up to here texts were dropped that the database did not hold.
    };
    struct Queued
    {
        EntryPtr entry;
        quint64 sequence = 0; // Order over all partitions.
    };
    struct Partition
    {
        qint64 persisted = 0;
        std::deque<Queued>
            entries; // In order of position; the first persistedEntries may be dropped.
        std::size_t persistedEntries = 0;
        std::deque<EntryPtr> outlines; // Before those: not persisted, and without their texts.
    };

    Page above(const Room &room, const PageRequest &request) const;
    Page below(const Room &room, const PageRequest &request) const;
    void evict();
    void dropFirst(Partition &partition);
    void outlineFirst(Partition &partition);
    void dropPersistedOutlines(Partition &partition);
    void leaveMemory(const EntryPtr &entry);
    void forgetId(const Entry &entry);

    const qint64 m_maxBytes;
    mutable std::shared_mutex m_mutex; // Guards all that follows.
    QHash<QUuid, Room> m_rooms;
    QHash<int, Partition> m_partitions;
    quint64 m_sequence = 0;
    qint64 m_bytes = 0;
    qint64 m_outlineBytes = 0;
    qint64 m_unpersistedEntries = 0;
    Timestamp m_remembersIdsSince;
    QHash<ClientId, Timestamp> m_forgottenAhead; // Forgotten ids that claim to be from the future.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/log/epochs.h"
#include "server/log/message_ids.h"
#include "server/log/page.h"

#include <QHash>

#include <deque>
#include <optional>
#include <shared_mutex>

namespace samsa::log {

/// The end of the log in memory: all that the database does not hold yet, and beyond that the
/// newest of each room within a bound of bytes. Answers polls, resumes and repeated sends without
/// the database.
///
/// Invariant: for each room there is a floor, and the tail holds every entry above it; every entry
/// at or below the floor is in the database, or will be: then the tail says that it is behind. So
/// tail first, database behind it, is a history without a hole.
///
/// When the database is away for so long that what it lacks alone exceeds the bound, the oldest of
/// that lose their text and keep their id, place and nickname, so that a repeat is still known for
/// one, and whose it is. As many bytes again may be spent on these; then the tail is full, and the
/// log waits.
///
/// What it holds, and no more, is what its MessageIds remember.
///
/// Changes stand beside the messages, and a message that is here has every change in it. Of a
/// message that only the database has, the newest changes may be here: whoever reads the database
/// folds them into what it gives (Part::changes).
///
/// Thread: any; written by the log it is given to, and by whoever loads rooms. Readers never wait
/// for I/O.
class Tail
{
public:
    explicit Tail(qint64 maxBytes);

    /// A room the database holds up to and including its message at \a lastPosition and its change
    /// at \a lastChange. Before the log delivers; a room that the tail knows stays as it is.
    void addRoom(const RoomRef &room, qint64 lastPosition, qint64 lastChange = 0);

    /// Adds entries in log order. An entry at or below its room's floor or newest position, or with
    /// an id the room has seen, is left out; what was new is returned. A change puts Change::after
    /// in the place of its target, if that is here.
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
        std::vector<EntryPtr> changes {}; ///< All of the room, for what the database gives.
        qint64 reached = 0; ///< Of the newest entry of the room.
    };
    Part partial(const PageRequest &request) const;
    /// The changes of one message, as far as they are here.
    std::vector<EntryPtr> changesOf(const QUuid &room, const QUuid &message) const;

    /// Where a room's messages begin that are not older than a time.
    struct Since
    {
        qint64 first = 0; ///< Of the first of them that is here; behind all, if none is.
        qint64 floor = 0; ///< If not 0, the first of all may be at or below it, in the database.
    };
    Since since(const QUuid &room, Timestamp time) const;

    /// An epoch has begun in a partition, or in all: of what came before, the log has nothing any
    /// more and the database all up to \a last. What is behind that is nowhere, and forgotten.
    void beginAnew(std::optional<int> partition, qint64 last);

    /// Whether what somebody has of a room, up to here, is known to stand here as well. Nobody
    /// knows by this that it does not: MessageLog::confirm().
    bool vouchesFor(const QUuid &room, const Cursor &cursor) const;

    bool knows(const QUuid &room) const;
    /// Positions of the newest; 0 if there is none.
    struct Reached
    {
        qint64 any = 0; ///< Message or change.
        qint64 message = 0;
        qint64 change = 0;
    };
    Reached reached(const QUuid &room) const;
    /// Of the room's newest entry.
    qint64 lastPosition(const QUuid &room) const { return reached(room).any; }

    /// Who asks whether an id is new asks these.
    const MessageIds &ids() const { return m_ids; }
    MessageIds &ids() { return m_ids; }
    /// Who asks whether positions are still good asks these.
    const Epochs &epochs() const { return m_epochs; }
    Epochs &epochs() { return m_epochs; }

    qint64 bytes() const;
    qint64 unpersistedEntries() const;
    /// No more memory for what is not persisted, not even for ids.
    bool full() const;

private:
    struct Room
    {
        RoomRef ref;
        qint64 floor = 0;
        Reached last {}; // In memory or not.
        std::deque<EntryPtr> entries {}; // Messages.
        std::deque<EntryPtr> changes {};
        qint64 outlined = 0; // Up to here texts were dropped that the database did not hold.
        qint64 outlinedChange = 0; // The same for changes, which may be of any older message.
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
            entries {}; // In order of position; the first persistedEntries may be dropped.
        std::size_t persistedEntries = 0;
        std::deque<EntryPtr> outlines {}; // Before those: not persisted, and without their texts.
    };

    Page above(const Room &room, const PageRequest &request) const;
    Page below(const Room &room, const PageRequest &request) const;
    Page aboveWithChanges(const Room &room, const PageRequest &request) const;
    void take(Room &room, const EntryPtr &entry, MessageIds::Writer &ids);
    void replaceBy(Room &room, const EntryPtr &after, MessageIds::Writer &ids);
    void evict(MessageIds::Writer &ids);
    void dropFirst(Partition &partition, MessageIds::Writer &ids);
    void outlineFirst(Partition &partition, MessageIds::Writer &ids);
    void dropPersistedOutlines(Partition &partition, MessageIds::Writer &ids);
    void leaveMemory(const EntryPtr &entry);
    void dropAll(Partition &partition, MessageIds::Writer &ids);
    bool hasTaken(const Entry &entry) const;
    std::size_t entriesAndOutlines() const;

    const qint64 m_maxBytes;
    MessageIds m_ids;
    Epochs m_epochs;
    mutable std::shared_mutex m_mutex; // Guards all that follows.
    QHash<QUuid, Room> m_rooms;
    QHash<int, Partition> m_partitions;
    quint64 m_sequence = 0;
    qint64 m_bytes = 0;
    qint64 m_outlineBytes = 0;
    qint64 m_unpersistedEntries = 0;
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "server/base/event.h"
#include "server/log/epochs.h"
#include "server/store/store.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

namespace samsa::chat {

/// The room list as a client gets it, encoded once for all who ask until something changes.
struct RoomList
{
    QByteArray json;
    QByteArray etag;
};

struct RoomChange
{
    protocol::RoomEvent event;
    quint64 version = 0;
};

/// All rooms with their summaries, in memory. The log keeps it current: a room appears and a count
/// rises when the log delivers it, here or at another node. Every change has a version, so that
/// whoever shows the list can ask for what is new since.
///
/// Thread: any; readers share. Nothing here waits for I/O.
class Rooms
{
public:
    /// \a tell hears RoomListChanged, in the thread that caused it, after something changed other
    /// than by apply().
    /// \a epochs, if given, is told with each room, and outlives this.
    explicit Rooms(TellWorkers tell = {}, const log::Epochs *epochs = nullptr);

    /// A room the database holds. A room that is known stays as it is.
    void add(const store::RoomRow &row);
    /// What the log delivered. True if the list is another one now, which whoever calls tells
    /// together with that.
    bool apply(const Events &events);
    /// Shows no longer what was said last, where that was before \a time: the retention. True if
    /// there was something.
    bool forgetTextsBefore(Timestamp time);
    void setPeople(const QUuid &room, int people);

    std::optional<RoomRef> find(const QUuid &id) const;
    std::optional<protocol::Room> summary(const QUuid &id) const;
    std::shared_ptr<const RoomList> list() const;
    qsizetype count() const;

    quint64 version() const;
    /// The rooms that changed after \a version, in the order of their changes; Created if they were
    /// not there then.
    QList<RoomChange> changesSince(quint64 version) const;

private:
    struct Entry
    {
        RoomRef ref;
        protocol::Room room;
        quint64 createdAt = 0; // Versions.
        quint64 changedAt = 0;
        mutable QByteArray
            json; // Of room; empty after a change. Written under m_listMutex as well.
    };

    bool insert(Entry entry);
    void countMessage(const samsa::Entry &message);
    void showChange(const Change &change);
    void beginAnew(const EpochBegun &epoch);
    protocol::Room shown(const Entry &entry) const;
    void tellChange() const;

    mutable std::shared_mutex m_mutex;
    QHash<QUuid, std::shared_ptr<Entry>> m_rooms; // Guarded by m_mutex.
    quint64 m_version = 0; // Guarded by m_mutex.
    const TellWorkers m_tell;
    const log::Epochs *const m_epochs;

    const QByteArray m_run; // Tells one run of the server from the next, in ETags.
    mutable std::mutex m_listMutex; // Taken before m_mutex.
    mutable std::shared_ptr<const RoomList> m_list; // Guarded by m_listMutex.
    mutable quint64 m_listVersion = 0; // Guarded by m_listMutex.
};

/// A room of the database as clients see it.
protocol::Room toRoom(const store::RoomRow &row);

} // namespace samsa::chat

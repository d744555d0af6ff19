// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/store/database.h"

#include <functional>

namespace samsa::store {

/// Removes what is older than a point in time, a few rows a transaction. A room keeps its count of
/// all messages ever, its last position and the time of its last message; what that message said
/// goes with it. Several servers may do so at once: each row goes once, and nothing is counted in
/// the database.
///
/// A room is looked at from its oldest message on, and no further than rowsAtOnce messages in a row
/// that are to stay: a message whose time lies in the future holds back what follows it only if it
/// is one of that many.
///
/// Thread: the connection's. DatabaseUnavailable everywhere; what was removed until then is gone.
class MessageRemoval
{
public:
    static constexpr int rowsAtOnce = 100;
    /// Asked between two transactions, so that others get at the database; true: stop here.
    using Pause = std::function<bool()>;

    MessageRemoval(Database &database, Pause pause);

    /// Looks at every room.
    Result<void> removeOlderThan(Timestamp time);
    /// How many messages this object removed so far.
    qint64 removed() const { return m_removed; }

private:
    struct Step
    {
        qint64 seen = 0; // The newest position that was looked at.
        bool removed = false; // Something.
        bool more = false;
    };
    struct Room
    {
        qint64 key = 0;
        bool showsOld = false; // Its summary has a message that is too old.
        bool hasChanges = false; // Or had.
    };

    Result<QList<Room>> roomsAfter(qint64 key, Timestamp time);
    Result<void> clear(const Room &room, Timestamp time);
    Result<Step> step(qint64 room, qint64 after, Timestamp time);
    Result<void> clearChanges(qint64 room, Timestamp time);
    Result<void> remove(qint64 room, qint64 first, qint64 last, Timestamp time);

    Database &m_database;
    const Pause m_pause;
    qint64 m_removed = 0;
    bool m_stopped = false;
};

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/store/database.h"

#include <limits>

namespace samsa::store {

/// The rows of the search index, behind the messages of the same database. A message's row has a
/// number that grows with the message's time, so that the newest are found first over all rooms.
///
/// Thread: the connection's. DatabaseUnavailable everywhere.
class SearchIndex
{
public:
    static constexpr int rowsAtOnce = 100;
    static constexpr qint64 anyNumber = std::numeric_limits<qint64>::max();

    struct Room
    {
        qint64 key = 0;
        qint64 lastPosition = 0;
    };

    explicit SearchIndex(Database &database);

    /// Up to 100 rooms with messages that are not in the index yet, from the one after \a key on.
    Result<QList<Room>> roomsBehind(qint64 key);
    /// Puts the oldest of these messages of a room into the index, in a transaction of its own; how
    /// many. Several may do so at once.
    Result<int> addSome(const Room &room);
    /// Takes out what is about to be removed: messages of a room in a range of positions that are
    /// older than \a time. Inside the transaction that removes them.
    Result<void> remove(qint64 room, qint64 first, qint64 last, Timestamp time);

    /// Whoever writes or removes rows of a room's messages waits here for the other, until the end
    /// of its transaction. To be taken before those rows are touched.
    Result<void> lock(qint64 room);
    /// A message's text becomes another, or none. Inside the transaction that writes it, which has
    /// locked the room.
    Result<void> rewrite(const Entry &before, const QByteArray &text);

    /// The least number of a message of this time.
    static qint64 numberAt(Timestamp time);

private:
    Result<qint64> freeNumber(Timestamp time);
    Result<void> insertTerms(const QVariant &document, const QString &terms);

    Database &m_database;
};

} // namespace samsa::store

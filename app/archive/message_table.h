// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/archive/archive_database.h"
#include "app/archive/span_table.h"

#include <QHash>

#include <functional>

namespace samsa::app {

/// The messages of the archive, read within the spans that are known without a hole. Invariant:
/// cached_rooms says how many messages of a room there are and how large they are.
///
/// What writes is to be called within a transaction. Thread: the database's.
class MessageTable
{
public:
    explicit MessageTable(ArchiveDatabase &database)
        : m_database(database)
        , m_spans(database)
    {
    }

    protocol::Result<void> keep(const QUuid &room, const QList<protocol::Message> &messages,
                                Span covers);
    /// Lets \a change do something to a message that is kept; it says whether it did.
    protocol::Result<void> change(const QUuid &room, const QUuid &id,
                                  const std::function<bool(protocol::Message &)> &change);
    /// All of a room.
    protocol::Result<void> forget(const QUuid &room);
    /// To be called when a transaction was undone.
    void forgetUndone() { m_keys.clear(); }
    /// Writes which rooms were read since the last time, and when.
    protocol::Result<void> writeOpened();
    /// Removes some of the oldest messages of the rooms not opened for longest when there are more
    /// than \a bounds allow. True when there is more to remove.
    protocol::Result<bool> trim(const Archive::Bounds &bounds);

    protocol::Result<MessageSlice> newest(const QUuid &room, int limit);
    protocol::Result<MessageSlice> before(const QUuid &room, qint64 position, int limit);
    protocol::Result<MessageSlice> after(const QUuid &room, qint64 position, int limit);
    protocol::Result<MessageSlice> around(const QUuid &room, qint64 position, int limit);
    protocol::Result<TimePlace> atTime(const QUuid &room, const QDateTime &time);

private:
    /// A room's number in the tables; 0 when it has none.
    protocol::Result<qint64> keyOf(const QUuid &room);
    protocol::Result<qint64> makeKeyOf(const QUuid &room);
    /// Puts a newer state of a message in the place of what is kept. The difference in bytes.
    protocol::Result<qint64> replace(qint64 room, const protocol::Message &message);
    protocol::Result<void> count(qint64 room, qint64 messages, qint64 bytes);
    /// Removes what is at or below \a position.
    protocol::Result<void> removeUpTo(qint64 room, qint64 position);
    protocol::Result<QList<protocol::Message>> read(const QUuid &room, const QString &sql,
                                                    const QVariantList &values);
    void noteOpened(qint64 room);
    protocol::Result<MessageSlice> downFrom(const QUuid &room, qint64 key, const Span &span,
                                            qint64 position, int limit);
    protocol::Result<MessageSlice> upFrom(const QUuid &room, qint64 key, const Span &span,
                                          qint64 position, int limit);

    ArchiveDatabase &m_database;
    SpanTable m_spans;
    QHash<QUuid, qint64> m_keys;
    QHash<qint64, qint64> m_opened; // by key: when, not written yet
    qint64 m_lastOpened = 0;
};

} // namespace samsa::app

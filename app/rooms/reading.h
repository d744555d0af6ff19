// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/kept.h"
#include "protocol/shapes.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace samsa::app {

class Archive;

/// Who knows a run of a room's messages.
class MessageCounter
{
public:
    virtual ~MessageCounter() = default;
    /// How many messages there are behind \a after, up to \a upTo and with it; nothing when that is
    /// not known.
    virtual std::optional<qint64> countBetween(qint64 after, qint64 upTo) const = 0;
    /// The positions of one's own messages there, ascending, as far as they are known.
    virtual QList<qint64> ownBetween(qint64 after, qint64 upTo) const = 0;
};

/// What a person has read in each room of a server, and with it what is unread.
///
/// Read is what was shown: the mark of a room moves to the last message that shown() told of, and
/// nothing else moves it. One's own messages are never unread. Unread is a difference of counts,
/// since positions have gaps: the mark knows how many messages there are up to it, which is counted
/// from the mark before or from the room's own count, whichever the run of messages at hand
/// connects to; when it connects to neither, the mark waits for the one that does.
///
/// Kept in the archive. Thread: the one it lives in.
class Reading : public QObject
{
    Q_OBJECT
public:
    Reading(Archive &archive, QString ownNickname, QObject *parent = nullptr);

    /// The room as the server tells it: how many messages it has, up to where. The first rooms that
    /// somebody new is told of have nothing unread: they missed nothing.
    void noteRooms(const QList<protocol::Room> &rooms);
    void noteRoom(const protocol::Room &room);
    /// The server does not have any more what was read of this room before: what it has now may be
    /// other messages, so nothing of it counts as read.
    void noteBegunAnew(const QUuid &room);
    /// The log holds a message of one's own.
    void noteOwn(const QUuid &room, qint64 position);
    /// Messages came into a room, at its end. Those of others that name this person are mentions.
    void noteArrived(const QUuid &room, const QList<protocol::Message> &messages);

    /// The message at \a position has been before the person's eyes; \a run is of its room.
    void shown(const QUuid &room, qint64 position, const MessageCounter &run);
    /// From this message on nothing was read, as the person says. Holds until they have been in
    /// another room. False when \a run does not reach to what was read.
    bool markUnread(const QUuid &room, qint64 from, const MessageCounter &run);
    /// Everything up to now was read, as the person says.
    void markAllRead(const QUuid &room);
    /// The person has gone to another room, or left this one.
    void leaveRoom(const QUuid &room);

    /// Messages of others that were not read; never negative.
    qint64 unread(const QUuid &room) const;
    /// Of these, as far as they are known, those that name the person.
    int mentions(const QUuid &room) const;
    /// The position of the last message that was read; 0 when none was.
    qint64 readUpTo(const QUuid &room) const;

Q_SIGNALS:
    /// Its unread count or its mark.
    void changed(const QUuid &room);

private:
    // What the server told last.
    struct Known
    {
        qint64 position = 0;
        qint64 count = 0;
        QByteArray epoch {};
    };

    std::optional<qint64> countUpTo(const QUuid &room, qint64 position,
                                    const MessageCounter &run) const;
    void forgetMark(const QUuid &room);
    void setMark(const QUuid &room, ReadMark mark);
    bool mentionsMe(const QString &text) const;

    Archive &m_archive;
    const QString m_ownNickname;
    QHash<QUuid, Known> m_known;
    QSet<QUuid> m_held; // marked unread by hand
    QSet<QUuid> m_begunAnew; // and not told of by the server since
};

} // namespace samsa::app

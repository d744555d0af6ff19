// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/times.h"

#include <QByteArray>
#include <QUuid>

#include <chrono>
#include <memory>
#include <vector>

namespace samsa {

using protocol::fromMilliseconds;
using protocol::Timestamp;
using protocol::toMilliseconds;

/// A room as the log needs it: which one, which row, which partition.
struct RoomRef
{
    QUuid id;
    qint64 key = 0; ///< rooms.room_key in the database.
    int partition = 0; ///< Kafka: pinned when the room was made (partitionFor()). Local log: 0.

    friend bool operator==(const RoomRef &, const RoomRef &) = default;
};

struct Change;
struct Fate;

/// A message on its way into the log, or a change of one. Strings are UTF-8 and already checked.
struct NewMessage
{
    QUuid id;
    RoomRef room;
    QByteArray nickname;
    QByteArray text;
    Timestamp time {};
    QUuid replyTo {}; ///< The message that this one answers; null: none.
    std::shared_ptr<const Change> change {}; ///< Null: it is a message.
};

/// A message the log holds, or a change of one, which stands between the messages and is none.
/// Immutable and shared: tail, workers and history hold the same one. When a change comes, another
/// entry takes the message's place (fold()).
struct Entry
{
    QUuid id;
    RoomRef room;
    qint64 position = 0;
    QByteArray nickname;
    QByteArray text;
    Timestamp time {};
    QByteArray json; ///< What every client receives (protocol::writeMessage), encoded once.
    QUuid replyTo {}; ///< The message that this one answers; null: none.
    std::shared_ptr<const Change> change {}; ///< Null: it is a message.
    std::shared_ptr<const Fate> fate {}; ///< Of a message; null: nothing became of it.
};
using EntryPtr = std::shared_ptr<const Entry>;

/// Builds an entry, its JSON included.
EntryPtr makeEntry(const NewMessage &message, qint64 position);

/// The JSON of an entry from its other fields, whatever it is: a message with its fate, or an event
/// (protocol::writeMessageEvent).
QByteArray jsonOf(const Entry &entry);

/// The partition, of \a count, that a room is pinned to: the one where Java's producers, and
/// librdkafka's with partitioner=murmur2_random, put a record with the room's id as key, so that
/// others need not know of pinning.
int partitionFor(const QUuid &room, int count);

} // namespace samsa

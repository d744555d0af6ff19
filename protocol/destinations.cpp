// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"

#include "protocol/message_id.h"

namespace samsa::protocol {

namespace {

constexpr QByteArrayView roomPrefix = "/topic/rooms/";
constexpr QByteArrayView sendPrefix = "/app/rooms/";

std::optional<Destination> withRoom(Destination::Kind kind, QByteArrayView id)
{
    const std::optional<QUuid> room = parseId(id);
    if (!room)
        return std::nullopt;
    return Destination {kind, *room};
}

} // namespace

QByteArray roomDestination(const QUuid &room)
{
    return roomPrefix.toByteArray() + writeId(room);
}

QByteArray sendDestination(const QUuid &room)
{
    return sendPrefix.toByteArray() + writeId(room);
}

std::optional<Destination> parseDestination(QByteArrayView destination)
{
    if (destination.startsWith(sendPrefix))
        return withRoom(Destination::Kind::Send, destination.sliced(sendPrefix.size()));
    if (destination.startsWith(roomPrefix))
        return withRoom(Destination::Kind::Room, destination.sliced(roomPrefix.size()));
    if (destination == roomsDestination)
        return Destination {Destination::Kind::Rooms, {}};
    if (destination == errorsDestination)
        return Destination {Destination::Kind::Errors, {}};
    return std::nullopt;
}

} // namespace samsa::protocol

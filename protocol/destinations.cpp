// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"

#include "protocol/message_id.h"

namespace samsa::protocol {

namespace {

constexpr QByteArrayView roomPrefix = "/topic/rooms/";
constexpr QByteArrayView sendPrefix = "/app/rooms/";
constexpr QByteArrayView typingSuffix = "/typing";

/// What follows the prefix: an id, or an id and "/typing".
std::optional<Destination> withRoom(Destination::Kind kind, Destination::Kind kindOfTyping,
                                    QByteArrayView rest)
{
    const bool isTyping = rest.endsWith(typingSuffix);
    const std::optional<QUuid> room = parseId(isTyping ? rest.chopped(typingSuffix.size()) : rest);
    if (!room)
        return std::nullopt;
    return Destination {isTyping ? kindOfTyping : kind, *room};
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

QByteArray typingDestination(const QUuid &room)
{
    return roomDestination(room) + typingSuffix.toByteArray();
}

QByteArray sayTypingDestination(const QUuid &room)
{
    return sendDestination(room) + typingSuffix.toByteArray();
}

std::optional<Destination> parseDestination(QByteArrayView destination)
{
    using Kind = Destination::Kind;
    if (destination.startsWith(sendPrefix))
        return withRoom(Kind::Send, Kind::SayTyping, destination.sliced(sendPrefix.size()));
    if (destination.startsWith(roomPrefix))
        return withRoom(Kind::Room, Kind::Typing, destination.sliced(roomPrefix.size()));
    if (destination == roomsDestination)
        return Destination {Kind::Rooms, {}};
    if (destination == errorsDestination)
        return Destination {Kind::Errors, {}};
    return std::nullopt;
}

} // namespace samsa::protocol

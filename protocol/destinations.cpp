// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"

#include "protocol/message_id.h"

#include <iterator>

namespace samsa::protocol {

namespace {

using Kind = Destination::Kind;
enum class Use { Subscribe, Send };

/// Between prefix and suffix stands the room's id; a destination of no room is a prefix alone.
struct Row
{
    Kind kind;
    Use use;
    bool hasRoom;
    QByteArrayView prefix;
    QByteArrayView suffix;
};

/// In the order of Kind.
constexpr Row rows[] = {
    {Kind::Rooms, Use::Subscribe, false, roomsDestination, {}},
    {Kind::Room, Use::Subscribe, true, "/topic/rooms/", {}},
    {Kind::Typing, Use::Subscribe, true, "/topic/rooms/", "/typing"},
    {Kind::Errors, Use::Subscribe, false, errorsDestination, {}},
    {Kind::Send, Use::Send, true, "/app/rooms/", {}},
    {Kind::SayTyping, Use::Send, true, "/app/rooms/", "/typing"},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].kind != static_cast<Kind>(i))
            return false;
    return true;
}
static_assert(isInOrder());

const Row &rowOf(Kind kind)
{
    return rows[static_cast<std::size_t>(kind)];
}

std::optional<Destination> parseAs(const Row &row, QByteArrayView destination)
{
    if (!row.hasRoom)
        return destination == row.prefix ? std::optional(Destination {row.kind, {}}) : std::nullopt;
    if (destination.size() < row.prefix.size() + row.suffix.size()
        || !destination.startsWith(row.prefix) || !destination.endsWith(row.suffix))
        return std::nullopt;
    const auto room = parseId(destination.sliced(row.prefix.size()).chopped(row.suffix.size()));
    return room ? std::optional(Destination {row.kind, *room}) : std::nullopt;
}

} // namespace

bool isSubscribable(Kind kind)
{
    return rowOf(kind).use == Use::Subscribe;
}

std::optional<Destination> parseDestination(QByteArrayView destination)
{
    for (const Row &row : rows)
        if (const auto parsed = parseAs(row, destination))
            return parsed;
    return std::nullopt;
}

QByteArray writeDestination(const Destination &destination)
{
    const Row &row = rowOf(destination.kind);
    QByteArray text = row.prefix.toByteArray();
    if (row.hasRoom)
        text += writeId(destination.room) + row.suffix.toByteArray();
    return text;
}

} // namespace samsa::protocol

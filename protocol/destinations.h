// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QUuid>

#include <optional>

/// The STOMP destinations, written and read in one place, and the paths that WebSocket and the API
/// begin with.
namespace samsa::protocol {

inline constexpr QByteArrayView roomsDestination = "/topic/rooms";
inline constexpr QByteArrayView errorsDestination = "/user/queue/errors";
inline constexpr QByteArrayView webSocketPath = "/ws";
inline constexpr QByteArrayView apiPrefix = "/api/v1";

/// What a destination header means. What each kind looks like and is good for stands in one table,
/// in destinations.cpp, a row each.
struct Destination
{
    enum class Kind { Rooms, Room, Typing, Errors, Send, SayTyping };
    Kind kind;
    QUuid room; ///< Null for those of no room: Rooms and Errors.

    friend bool operator==(const Destination &, const Destination &) = default;
};

inline size_t qHash(const Destination &destination, size_t seed = 0)
{
    return qHash(destination.room, seed) ^ static_cast<size_t>(destination.kind);
}

bool isSubscribable(Destination::Kind kind);

/// Nothing for a destination this program does not know.
std::optional<Destination> parseDestination(QByteArrayView destination);
QByteArray writeDestination(const Destination &destination);

/// /topic/rooms/{id}
inline QByteArray roomDestination(const QUuid &room)
{
    return writeDestination({Destination::Kind::Room, room});
}
/// /topic/rooms/{id}/typing
inline QByteArray typingDestination(const QUuid &room)
{
    return writeDestination({Destination::Kind::Typing, room});
}
/// /app/rooms/{id}
inline QByteArray sendDestination(const QUuid &room)
{
    return writeDestination({Destination::Kind::Send, room});
}
/// /app/rooms/{id}/typing
inline QByteArray sayTypingDestination(const QUuid &room)
{
    return writeDestination({Destination::Kind::SayTyping, room});
}

} // namespace samsa::protocol

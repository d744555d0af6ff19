// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QUuid>

#include <optional>

/// The STOMP destinations and HTTP paths, written and read in one place.
namespace samsa::protocol {

inline constexpr QByteArrayView roomsDestination = "/topic/rooms";
inline constexpr QByteArrayView errorsDestination = "/user/queue/errors";
inline constexpr QByteArrayView webSocketPath = "/ws";
inline constexpr QByteArrayView apiPrefix = "/api/v1";

QByteArray roomDestination(const QUuid &room); ///< /topic/rooms/{id}
QByteArray sendDestination(const QUuid &room); ///< /app/rooms/{id}
QByteArray typingDestination(const QUuid &room); ///< /topic/rooms/{id}/typing
QByteArray sayTypingDestination(const QUuid &room); ///< /app/rooms/{id}/typing

struct Destination
{
    enum class Kind { Rooms, Room, Typing, Send, SayTyping, Errors };
    Kind kind;
    QUuid room; ///< Null for Rooms and Errors.
};

/// What a destination header means; nothing for one this program does not know.
std::optional<Destination> parseDestination(QByteArrayView destination);

} // namespace samsa::protocol

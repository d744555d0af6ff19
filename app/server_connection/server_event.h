// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <algorithm>
#include <variant>

namespace samsa::app {

/// The list of rooms, whole, as it is now.
struct RoomsRead
{
    QList<protocol::Room> rooms;
};

/// What is new in a room, in order of position.
struct MessagesArrived
{
    QUuid room;
    QList<protocol::Message> messages;
};

/// The server says of which epoch the open room's positions are now; what came before is good in
/// it.
struct EpochTold
{
    QUuid room;
    QByteArray epoch;
};

/// What a transport hears from the server. A new kind is one more alternative here, made by the
/// transport that hears of it and taken by whoever it concerns; what stands between hands on the
/// variant.
///
/// What is done to messages of the open room (MessageEvent) comes in the order of positions, but
/// for what is in a message already that was told with it (protocol::Message::changed).
///
/// Of typing in the open room (it lasts for limits::typing, and may be this person's own) only a
/// live transport hears: to poll for it would cost as much as to poll for messages.
using ServerEvent = std::variant<RoomsRead, protocol::RoomEvent, EpochTold, MessagesArrived,
                                 protocol::MessageEvent, protocol::TypingEvent>;

/// Whether each message has a greater position than the one before. For assertions.
inline bool areInOrder(QList<protocol::Message>::const_iterator begin,
                       QList<protocol::Message>::const_iterator end)
{
    return std::adjacent_find(
               begin, end,
               [](const auto &one, const auto &next) { return one.position >= next.position; })
        == end;
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/destinations.h"
#include "server/base/entry.h"
#include "server/stomp/channel.h"

namespace samsa::stomp {

/// One SUBSCRIBE of one connection. Its connection owns it; the fan-out points to it while it is
/// live.
struct Subscription
{
    QByteArray id; ///< As the client named it; empty only in STOMP 1.0.
    protocol::Destination::Kind kind = protocol::Destination::Kind::Room;
    RoomRef room; ///< Null for what belongs to no room.
    bool events = false; ///< Changes of messages are told as well.
    bool epochs = false; ///< Each message is told with the epoch of its position.
    /// In 1.2 each message says under which id it is acknowledged (ack:client,
    /// ack:client-individual). The server does nothing with it.
    bool acknowledges = false;
    qint64 lastPosition = 0; ///< Of the newest entry that was told; what is older is skipped.
    Channel *channel = nullptr;
    qsizetype slot = -1; ///< Where the fan-out keeps it; -1 while it is not live.

    protocol::Destination destination() const { return {kind, room.id}; }
    /// Whether its messages carry an `ack` header, which 1.1 and 1.0 do not know.
    bool tellsAck() const
    {
        return acknowledges && channel->version() == protocol::StompVersion::V12;
    }
};

} // namespace samsa::stomp

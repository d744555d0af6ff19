// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/api_paths.h"
#include "protocol/destinations.h"

namespace samsa::app {

/// Something that a person tells the others in the open room and that may be lost without harm: no
/// receipt, no second try. A new kind is one more of these; transports need not know it.
struct Announcement
{
    QByteArray (*destination)(const QUuid &room); ///< For SEND.
    QString (*path)(const QUuid &room); ///< For POST.
};

/// This person is typing; it holds for limits::typing.
inline constexpr Announcement typingAnnouncement {&protocol::sayTypingDestination, &paths::typing};

} // namespace samsa::app

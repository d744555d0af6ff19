// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "server/base/entry.h"

#include <optional>

namespace samsa {

/// What makes an entry a change and not a message: it does something to a message that the log
/// holds already. An edit's new text, or the reaction, is the entry's text.
struct Change
{
    protocol::EventType type = protocol::EventType::Edit;
    QUuid target {}; ///< The message's id, of the same room.
    bool remove = false; ///< The reaction is taken away.
    /// The target with this change in it, where whoever delivers the change knows it.
    EntryPtr after {};
};

/// What became of a message. Its newest text is the entry's own.
struct Fate
{
    qint64 changed = 0; ///< The position of the newest change that is in here.
    std::optional<Timestamp> edited {};
    bool deleted = false;
    QList<protocol::Reaction> reactions {}; ///< In the order in which they were put first.
};

} // namespace samsa

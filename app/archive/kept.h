// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/outbox_entry.h"
#include "app/archive/trouble.h"
#include "protocol/shapes.h"

#include <QHash>
#include <QList>

namespace samsa::app {

/// Up to where a person has read a room: the position of the last message seen, and how many
/// messages the room had then (unread is a difference of counts, since positions have gaps).
struct ReadMark
{
    qint64 position = 0;
    qint64 count = 0;
    QList<qint64> own {}; ///< Positions behind it that hold messages of one's own, ascending.
    QList<qint64> mentions {}; ///< Those that name the person, ascending.

    friend bool operator==(const ReadMark &, const ReadMark &) = default;
};

/// What the archive had at the start: all that a program needs before it shows anything.
struct Kept
{
    QList<OutboxEntry> outbox; ///< In the order in which they are to be sent.
    QHash<QUuid, QString> drafts; ///< By room; none is empty.
    QHash<QUuid, ReadMark> marks; ///< By room.
    QHash<QUuid, QByteArray> epochs; ///< By room: of which its messages here are.
    /// Marks were kept before. False: this person has not been here before, or what was read is not
    /// known any more (Trouble::Code::MarksUnreadable): what is there now counts as read.
    bool hasMarks = false;
    QList<protocol::Room> rooms; ///< The list as the server told it the last time, in its order.
    QList<Trouble> troubles; ///< What went wrong while opening, to be shown.
};

} // namespace samsa::app

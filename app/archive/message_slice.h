// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <QList>

namespace samsa::app {

/// Positions of a room, both ends included. Positions have gaps, so a span is not a number of
/// messages: it says that every message the room has there is known.
struct Span
{
    qint64 first = 0;
    qint64 last = -1;

    bool isEmpty() const { return first > last; }
    /// It reaches back to the beginning of the room: positions start at 1.
    bool hasBeginning() const { return !isEmpty() && first <= 1; }

    friend bool operator==(const Span &, const Span &) = default;
};

/// What the archive answers about a room's messages.
struct MessageSlice
{
    QList<protocol::Message> messages; ///< In order of position.
    /// Every message of the room within it is in \a messages. Empty: nothing is known there, the
    /// server has to be asked.
    Span covers;
    /// The archive knows what comes right before, or right after: ask it again, with covers.first
    /// or covers.last. False: ask the server (before: unless covers.hasBeginning()).
    bool moreBefore = false;
    bool moreAfter = false;

    friend bool operator==(const MessageSlice &, const MessageSlice &) = default;
};

/// Where in a room a moment is.
struct TimePlace
{
    qint64 position = 0; ///< Of the first message then or later; 0: the archive has none.
    /// What comes right before it is known too, so no earlier one can be meant. False: ask the
    /// server.
    bool isCertain = false;

    friend bool operator==(const TimePlace &, const TimePlace &) = default;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/change.h"

#include <limits>

/// The rules of changes, in one place for all who follow the log: whoever folds the same changes in
/// the order of their positions gets the same message (docs/decisions/0019). Pure functions, any
/// thread.
namespace samsa {

/// A change that was made, or is about to be.
struct Made
{
    /// Of a change that has none yet: after all that there is.
    static constexpr qint64 atTheEnd = std::numeric_limits<qint64>::max();

    const Change &change;
    const QByteArray &nickname;
    const QByteArray &text;
    Timestamp time {};
    qint64 position = atTheEnd;
};

/// Of an entry, or a message on its way, that is a change.
Made madeBy(const Entry &change);
Made madeBy(const NewMessage &change, qint64 position = Made::atTheEnd);

/// The message with the change in it; the message itself, if it is in it already. Refused, so that
/// it changes nothing: NotTheAuthor, TargetDeleted, ReactionsFull, and TargetNotFound for a change
/// that stands before its target.
protocol::Result<EntryPtr> fold(const EntryPtr &message, const Made &made);

/// Whether two nicknames are one by the rules of names. UTF-8.
bool isSameNickname(const QByteArray &one, const QByteArray &other);

protocol::Error targetNotFound();

} // namespace samsa

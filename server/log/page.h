// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <optional>
#include <vector>

namespace samsa::log {

/// Which page of a room's messages.
struct PageRequest
{
    RoomRef room;
    std::optional<qint64> after {}; ///< Positions greater than this, oldest first.
    std::optional<qint64> before {}; ///< Positions smaller than this, the newest of them.
    int limit = 0; ///< With neither cursor: the newest page.
    bool changes = false; ///< With the changes behind after, and how far the page reaches.
};

struct Page
{
    std::vector<EntryPtr> entries; ///< Messages, in order of position.
    bool more = false; ///< More in the direction asked for.
    std::vector<EntryPtr> changes {}; ///< In order of position; only if asked for.
    qint64 last = 0; ///< Only if asked for: up to here nothing is left out.
};

/// Cuts a page that has more messages than \a limit, or more changes than a page may, to what can
/// be told without a hole, and says up to where that is. \a reached is as far as there is anything;
/// what is in the page is all there is behind its cursor, or more than the page can take.
Page withinLimits(Page page, int limit, qint64 reached);

/// Folds changes, which are in order, into the messages that they are of. What is in a message
/// already, or against the rules, changes nothing.
void foldInto(std::vector<EntryPtr> &messages, const std::vector<EntryPtr> &changes);

/// Leaves out what was done to messages that a later of \a all changes deleted.
void dropWhatWasDeleted(std::vector<EntryPtr> &changes, const std::vector<EntryPtr> &all);

} // namespace samsa::log

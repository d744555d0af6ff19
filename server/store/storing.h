// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

namespace samsa::store {

/// How many of what was to be stored was new and took effect.
struct Stored
{
    qint64 messages = 0;
    qint64 changes = 0;
};

/// Stores what a log holds, messages and changes in whatever order, in a transaction of the
/// caller's: MessageTable::insert(), then ChangeTable::apply(). Thread: the connection's.
/// DatabaseUnavailable.
Result<Stored> storeEntries(Database &database, const std::vector<EntryPtr> &entries);

} // namespace samsa::store

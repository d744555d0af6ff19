// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/store/database.h"

#include <vector>

namespace samsa::bench {

using Entries = std::vector<EntryPtr>;

/// The three ways in which the same rows get into a database, each of which ends with them
/// committed. Seconds; DatabaseUnavailable, or StartFailed with what the database's program said.

/// As the persister does it: \a batch at a time, with the rooms' summaries and the next offset.
store::Result<double> loadByBatches(store::Database &database, const Entries &entries, int batch);
/// The database's own: COPY, LOAD DATA, and for SQLite one prepared INSERT; one transaction, the
/// messages alone.
store::Result<double> loadInBulk(store::Database &database, const Entries &entries);
/// One INSERT in a transaction of its own for each message.
store::Result<double> loadOneByOne(store::Database &database, const Entries &entries);

} // namespace samsa::bench

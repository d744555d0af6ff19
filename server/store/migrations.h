// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"

namespace samsa::store {

/// The schema's version that this program knows: the number of the newest file in
/// server/store/migrations.
int newestSchemaVersion();

/// Every statement of every migration, in order, in the words of a dialect.
QStringList migrationStatements(const Dialect &dialect);

/// Applies, in order, the migrations that the database lacks, each in a transaction of its own with
/// its number (MariaDB: each in a way that can be begun again); several programs may do it at once.
/// StartFailed, also for a database that is newer than this program. For tests of old databases it
/// can stop at an earlier version.
Result<void> migrate(Database &database, int version = newestSchemaVersion());

/// Changes nothing, and refuses a database of another version than this program's. StartFailed.
Result<void> checkSchema(Database &database);

} // namespace samsa::store

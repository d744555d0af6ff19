// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

namespace samsa::app {

class ArchiveDatabase;

/// The version of the archive that this program writes: one more with each step of schema.cpp.
int archiveVersion();

/// Brings the archive from the version it has to archiveVersion(), in one transaction: all of it or
/// nothing. An empty file is version 0. Errors: those of the database. Not to be called for a newer
/// version.
protocol::Result<void> migrateArchive(ArchiveDatabase &database, qint64 from);

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QString>

namespace samsa::store {

/// The argument of --database, taken apart.
struct DatabaseUrl
{
    enum class Kind { Sqlite };
    Kind kind = Kind::Sqlite;
    QString path; ///< SQLite: the file.

    friend bool operator==(const DatabaseUrl &, const DatabaseUrl &) = default;
};

/// sqlite:// and the file's path as it is, without percent escapes:
/// sqlite:///var/lib/samsa/samsa.db. OptionInvalid for any other kind of database, and for a
/// missing path.
protocol::Result<DatabaseUrl> parseDatabaseUrl(const QString &url);

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/command_database.h"

#include "server/store/migrations.h"

#include <QFileInfo>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// How long a statement waits for a server that writes to the same database.
constexpr std::chrono::seconds databasePatience {10};
/// How long for a server's answer. Nobody but the person at the terminal waits for it, and a large
/// table may take its time.
constexpr std::chrono::hours databaseAnswerWithin {1};

} // namespace

Result<std::unique_ptr<store::Database>> openCommandDatabase(const Options &options,
                                                             DatabaseUse use)
{
    const auto url = parseDatabaseUrl(effectiveDatabase(options));
    if (!url)
        return url.error();
    if (use == DatabaseUse::Read && url->kind == DatabaseUrl::Kind::Sqlite
        && !QFileInfo::exists(url->path)) {
        return Error {Code::StartFailed,
                      u"There is no database file %1; name the database with --database or "
                      u"--data-dir."_s.arg(url->path),
                      {}};
    }
    auto database = store::Database::open(*url, databasePatience, databaseAnswerWithin);
    if (!database)
        return database;
    const auto usable =
        use == DatabaseUse::Read ? store::checkSchema(**database) : store::migrate(**database);
    if (!usable)
        return usable.error();
    return database;
}

} // namespace samsa

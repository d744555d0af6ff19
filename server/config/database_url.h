// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QString>

namespace samsa {

/// The argument of --database, taken apart. It never holds a password, so it may be printed.
struct DatabaseUrl
{
    enum class Kind { Sqlite, PostgreSql, MariaDb };
    Kind kind = Kind::Sqlite;
    QString path; ///< SQLite: the file.

    // The other two.
    QString host;
    int port = 0; ///< 0: the usual one.
    QString user;
    QString name; ///< Of the database on its server.
    QString passwordFile; ///< Empty: the password is in the environment, or there is none.

    friend bool operator==(const DatabaseUrl &, const DatabaseUrl &) = default;

    /// For sentences: the file, or user@host/name.
    QString display() const;
};

/// One of
///   sqlite:///var/lib/samsa/samsa.db, the file's path as it is, without percent escapes
///   postgresql://user@host:port/name, mysql://user@host:port/name (or mariadb://),
/// the latter two with ?password-file=PATH where there is one. OptionInvalid for anything else, and
/// for a URL with a password in it: it would be seen by whoever lists the processes.
protocol::Result<DatabaseUrl> parseDatabaseUrl(const QString &url);

/// The URL, and in it the file that holds the password.
QString withPasswordFile(const QString &url, const QString &file);

/// The password for \a url: the file's first line or else what the environment has as
/// SAMSA_DATABASE_PASSWORD; empty when there is none. StartFailed when the file cannot be read.
protocol::Result<QString> databasePassword(const DatabaseUrl &url);

} // namespace samsa

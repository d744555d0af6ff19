// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSqlDatabase>

/// What Qt does not pass on of the libraries beneath its plugins, and what these cannot do. This
/// program is not linked with them, and runs where they are not: what is not found is said in the
/// log, once.
namespace samsa::store {

class Abandonment;

/// The descriptor of an open connection to PostgreSQL; -1 when it is not known.
qintptr postgreSqlSocket(const QSqlDatabase &connection);
/// The same of MariaDB.
qintptr mariaDbSocket(const QSqlDatabase &connection);

/// Has the server's notices and warnings written to our log, in place of standard error as libpq
/// does it.
void takePostgreSqlNotices(const QSqlDatabase &connection);

/// The process that the server named when it was connected to; 0 when it is not known. A pooler
/// names one of its own making.
int postgreSqlProcess(const QSqlDatabase &connection);

/// Why a server cannot be connected to as \a pattern says; empty if it can. Does not hang with the
/// server where the driver does: connecting is tried in a thread that is left behind when
/// \a abandonment comes, and ends by itself. Costs a connection more. Thread: any.
QString whyNoConnection(const QSqlDatabase &pattern, const Abandonment &abandonment);

} // namespace samsa::store

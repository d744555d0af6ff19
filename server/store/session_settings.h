// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/store/dialect.h"

namespace samsa::store {

/// Says to a new connection all that what we promise depends on (Dialect::Connection::session), so
/// that it does not depend on how somebody set up his server, and looks whether it holds. The
/// error's sentence is what is wrong, without a full stop. StartFailed.
protocol::Result<void> settle(QSqlDatabase &connection, const Dialect &dialect,
                              std::chrono::milliseconds patience);

/// What an operator should know of a server that he set up so that it keeps less than we promise;
/// nothing as a rule.
QStringList warningsAbout(QSqlDatabase &connection, const Dialect &dialect);

} // namespace samsa::store

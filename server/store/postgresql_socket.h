// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSqlDatabase>

namespace samsa::store {

/// The socket of an open connection of Qt's QPSQL; -1 where it cannot be found out. Thread: the
/// connection's.
qintptr postgreSqlSocket(const QSqlDatabase &connection);

} // namespace samsa::store

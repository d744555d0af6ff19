// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

namespace samsa::store {

/// The claimed nicknames. Thread: the connection's. DatabaseUnavailable everywhere.
class SessionTable
{
public:
    explicit SessionTable(Database &database);

    /// See Store::claimNickname. NicknameTaken.
    Result<void> claim(const SessionRow &row);
    Result<std::optional<SessionRow>> find(const QByteArray &tokenHash);
    /// See Store::renewSessions.
    Result<QList<QByteArray>> renew(const QList<SessionRenewal> &renewals);
    Result<void> remove(const QByteArray &tokenHash);

private:
    Database &m_database;
};

} // namespace samsa::store

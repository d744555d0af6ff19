// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/log_epoch.h"
#include "server/store/database.h"

#include <QList>

namespace samsa::store {

/// The epochs of the log (docs/decisions/0022). Thread: the connection's. DatabaseUnavailable
/// everywhere.
class EpochTable
{
public:
    /// Of each partition so many are kept; what is of an older one is read anew.
    static constexpr int epochsKept = 10'000;

    explicit EpochTable(Database &database);

    /// In the order in which they began, partition by partition.
    Result<QList<LogEpoch>> all();
    Result<bool> lasts(int partition);
    /// One begins in a partition, and the one before ends with this position. In a transaction of
    /// the caller's; false if somebody else was faster.
    Result<bool> begin(int partition, qint64 ended);
    /// One begins for all rooms, as the local log has it, and all others end with this position. In
    /// a transaction of the caller's.
    Result<bool> beginForAll(qint64 ended);

private:
    Result<bool> insert(int partition);

    Database &m_database;
};

} // namespace samsa::store

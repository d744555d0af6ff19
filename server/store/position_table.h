// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/log_position.h"
#include "server/store/database.h"

#include <optional>

namespace samsa::store {

/// Where the database stands in each partition of the log. Thread: the connection's.
/// DatabaseUnavailable everywhere.
class PositionTable
{
public:
    explicit PositionTable(Database &database);

    Result<QList<LogPosition>> all();
    Result<std::optional<LogPosition>> find(int partition);

    /// The fence: moves on from \a from, or answers false if somebody else has done so since. In
    /// the transaction that stores what lies between.
    Result<bool> advance(const LogPosition &from, qint64 next);

    /// Where a partition stands, made to fit what the topic holds: a row where there was none; a
    /// topic whose end was found to be before the offset we need, or which lacks the record before
    /// it, was made anew, so the base rises by all that was before; and no position is ever below
    /// one that a room of this partition has (which happens when a database changes from one log to
    /// another). An epoch begins where there is none yet, or the topic was made anew.
    Result<LogPosition> settle(int partition, const Watermarks &watermarks);
    /// The newest record that is stored of a partition; nothing where none is known.
    Result<std::optional<RecordMark>> newestRecord(int partition);
    /// In the transaction that stores it.
    Result<void> setNewestRecord(int partition, const RecordMark &record);
    /// The same for the local log, whose one counter, kept as partition 0, serves the rooms of all
    /// partitions.
    Result<LogPosition> settleLocal();

private:
    struct Standing
    {
        std::optional<LogPosition> stored;
        LogPosition wanted;
        std::optional<qint64> ended; // An epoch begins, and what came before ended here.
        bool isAnew = false; // Because the topic was made anew.

        bool isSettled() const { return stored == wanted && !ended; }
    };
    Result<Standing> standing(int partition, std::optional<Watermarks> watermarks);
    Result<qint64> highestPosition(std::optional<int> partition);
    Result<LogPosition> settle(int partition, std::optional<Watermarks> watermarks);
    Result<bool> write(const Standing &standing);
    Result<void> forgetNewestRecord(int partition);

    Database &m_database;
};

} // namespace samsa::store

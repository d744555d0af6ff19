// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"

#include <optional>

namespace samsa::store {

/// Up to where the database holds a partition of the log, and how its offsets become positions.
struct LogPosition
{
    int partition = 0;
    qint64 next = 0; ///< The offset that is needed next.
    qint64 base = 0;

    /// A position is 1 or more, and goes on growing when a topic was made anew.
    qint64 positionOf(qint64 offset) const { return offset + 1 + base; }
    /// The position up to which the database holds everything.
    qint64 persisted() const { return next + base; }

    friend bool operator==(const LogPosition &, const LogPosition &) = default;
};

/// What a partition of the topic holds now.
struct Watermarks
{
    qint64 low = 0;
    qint64 high = 0; ///< The offset that the next record will get.
};

/// The table of those. Thread: the connection's. DatabaseUnavailable everywhere.
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
    /// topic that ends before the offset we need was made anew, so the base rises by all that was
    /// before; and no position is ever below one that a room of this partition has (which happens
    /// when a database changes from one log to another).
    Result<LogPosition> settle(int partition, const Watermarks &watermarks);
    /// The same for the local log, whose one counter, kept as partition 0, serves the rooms of all
    /// partitions.
    Result<LogPosition> settleLocal();

private:
    Result<qint64> highestPosition(std::optional<int> partition);
    Result<LogPosition> settle(int partition, std::optional<Watermarks> watermarks);

    Database &m_database;
};

} // namespace samsa::store

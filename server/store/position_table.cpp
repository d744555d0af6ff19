// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/position_table.h"

namespace samsa::store {

namespace {

const QString selectPositions =
    QStringLiteral("SELECT partition_number, next_offset, base FROM log_positions");

LogPosition positionOf(const Rows &rows)
{
    return {static_cast<int>(rows.integer(0)), rows.integer(1), rows.integer(2)};
}

} // namespace

PositionTable::PositionTable(Database &database)
    : m_database(database)
{
}

Result<QList<LogPosition>> PositionTable::all()
{
    auto rows = m_database.run(selectPositions + QStringLiteral(" ORDER BY partition_number"));
    if (!rows)
        return rows.error();
    QList<LogPosition> all;
    while (rows.value().next())
        all.append(positionOf(*rows));
    return all;
}

Result<std::optional<LogPosition>> PositionTable::find(int partition)
{
    auto rows = m_database.run(selectPositions + QStringLiteral(" WHERE partition_number = ?"),
                               {partition});
    if (!rows)
        return rows.error();
    return rows.value().next() ? std::optional(positionOf(*rows)) : std::nullopt;
}

Result<bool> PositionTable::advance(const LogPosition &from, qint64 next)
{
    const auto rows = m_database.run(
        QStringLiteral("UPDATE log_positions SET next_offset = ? "
                       "WHERE partition_number = ? AND next_offset = ? AND base = ?"),
        {next, from.partition, from.next, from.base});
    if (!rows)
        return rows.error();
    return rows->affected() == 1;
}

/// That a room of this partition, or of any, has reached.
Result<qint64> PositionTable::highestPosition(std::optional<int> partition)
{
    const QString sql = QStringLiteral("SELECT COALESCE(MAX(last_position), 0) FROM rooms");
    auto rows = partition
        ? m_database.run(sql + QStringLiteral(" WHERE partition_number = ?"), {*partition})
        : m_database.run(sql);
    if (!rows)
        return rows.error();
    return rows.value().next() ? rows->integer(0) : 0;
}

Result<LogPosition> PositionTable::settle(int partition, const Watermarks &watermarks)
{
    return settle(partition, std::optional(watermarks));
}

Result<LogPosition> PositionTable::settleLocal()
{
    return settle(0, std::nullopt);
}

/// Where the partition stands in the database, and where it ought to.
Result<PositionTable::Standing> PositionTable::standing(int partition,
                                                        std::optional<Watermarks> watermarks)
{
    const auto stored = find(partition);
    if (!stored)
        return stored.error();
    const auto highest = highestPosition(watermarks ? std::optional(partition) : std::nullopt);
    if (!highest)
        return highest.error();
    LogPosition position =
        stored->value_or(LogPosition {partition, watermarks ? watermarks->low : 0, 0});
    if (watermarks && watermarks->high < position.next) {
        position.base += position.next - watermarks->low;
        position.next = watermarks->low;
    }
    position.base = std::max(position.base, *highest - position.next);
    return Standing {*stored, position};
}

Result<LogPosition> PositionTable::settle(int partition, std::optional<Watermarks> watermarks)
{
    // As a rule nothing is to be changed, and then nobody's lock is in the way.
    if (const auto before = standing(partition, watermarks);
        before && before->stored == before->wanted)
        return before->wanted;
    Transaction transaction(m_database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    const auto now = standing(partition, watermarks);
    if (!now)
        return now.error();
    const LogPosition &wanted = now->wanted;
    if (now->stored == wanted)
        return wanted;
    qCInfo(logStore) << "Partition" << partition << "is needed from offset" << wanted.next
                     << "on; positions are offsets plus" << wanted.base + 1;
    const QString sql = now->stored
        ? QStringLiteral(
            "UPDATE log_positions SET next_offset = ?, base = ? WHERE partition_number = ?")
        : QStringLiteral(
            "INSERT INTO log_positions (next_offset, base, partition_number) VALUES (?, ?, ?)");
    if (const auto written = m_database.execute(sql, {wanted.next, wanted.base, partition});
        !written)
        return written.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    return wanted;
}

} // namespace samsa::store

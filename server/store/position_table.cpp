// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/position_table.h"

#include "server/store/epoch_table.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString selectPositions = u"SELECT partition_number, next_offset, base FROM log_positions"_s;

/// Servers that start at the same moment find out the same; more than a few never meet.
constexpr int settleAttempts = 5;

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
    auto rows = m_database.run(selectPositions + u" ORDER BY partition_number"_s);
    if (!rows)
        return rows.error();
    QList<LogPosition> all;
    while (rows.value().next())
        all.append(positionOf(*rows));
    return all;
}

Result<std::optional<LogPosition>> PositionTable::find(int partition)
{
    auto rows = m_database.run(selectPositions + u" WHERE partition_number = ?"_s, {partition});
    if (!rows)
        return rows.error();
    return rows.value().next() ? std::optional(positionOf(*rows)) : std::nullopt;
}

Result<bool> PositionTable::advance(const LogPosition &from, qint64 next)
{
    const auto rows =
        m_database.run(u"UPDATE log_positions SET next_offset = ? "
                       "WHERE partition_number = ? AND next_offset = ? AND base = ?"_s,
                       {next, from.partition, from.next, from.base});
    if (!rows)
        return rows.error();
    return rows->affected() == 1;
}

/// That a room of this partition, or of any, has reached.
Result<qint64> PositionTable::highestPosition(std::optional<int> partition)
{
    const QString sql = u"SELECT COALESCE(MAX(last_position), 0) FROM rooms"_s;
    auto rows = partition ? m_database.run(sql + u" WHERE partition_number = ?"_s, {*partition})
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
    std::optional<qint64> ended;
    bool isAnew = watermarks && watermarks->offsetIsGone && watermarks->high < position.next;
    if (watermarks && watermarks->notThere) {
        const auto newest = newestRecord(partition);
        if (!newest)
            return newest.error();
        // Unless somebody else has found it out already.
        isAnew = isAnew || *newest == watermarks->notThere;
    }
    if (isAnew) {
        ended = position.persisted();
        position.base += position.next - watermarks->low;
        position.next = watermarks->low;
    }
    position.base = std::max(position.base, *highest - position.next);
    if (watermarks && !ended) {
        const auto lasts = EpochTable(m_database).lasts(partition);
        if (!lasts)
            return lasts.error();
        if (!*lasts)
            ended = position.persisted();
    }
    return Standing {*stored, position, ended, isAnew};
}

Result<LogPosition> PositionTable::settle(int partition, std::optional<Watermarks> watermarks)
{
    // As a rule nothing is to be changed, and then nobody's lock is in the way.
    if (const auto before = standing(partition, watermarks); before && before->isSettled())
        return before->wanted;
    for (int attempt = 0; attempt < settleAttempts; ++attempt) {
        Transaction transaction(m_database);
        if (const auto begun = transaction.begin(); !begun)
            return begun.error();
        const auto now = standing(partition, watermarks);
        if (!now)
            return now.error();
        if (now->isSettled())
            return now->wanted;
        auto written = write(*now);
        if (written && *written && now->ended)
            written = EpochTable(m_database).begin(partition, *now->ended);
        if (written && *written && now->isAnew)
            if (const auto forgotten = forgetNewestRecord(partition); !forgotten)
                return forgotten.error();
        if (!written)
            return written.error();
        if (!*written)
            continue;
        if (const auto committed = transaction.commit(); !committed)
            return committed.error();
        qCInfo(lcStore) << "Partition" << partition << "is needed from offset" << now->wanted.next
                        << "on; positions are offsets plus" << now->wanted.base + 1;
        return now->wanted;
    }
    return protocol::Error {protocol::Code::DatabaseUnavailable,
                            u"Others move the log's position at the same time; try again."_s,
                            std::chrono::seconds(1)};
}

Result<std::optional<RecordMark>> PositionTable::newestRecord(int partition)
{
    auto rows = m_database.run(
        u"SELECT record_offset, fingerprint FROM log_records WHERE partition_number = ?"_s,
        {partition});
    if (!rows)
        return rows.error();
    if (!rows.value().next())
        return std::optional<RecordMark>();
    return std::optional(
        RecordMark {rows->integer(0), QUuid::fromRfc4122(rows->value(1).toByteArray())});
}

Result<void> PositionTable::setNewestRecord(int partition, const RecordMark &record)
{
    const auto updated = m_database.run(
        u"UPDATE log_records SET record_offset = ?, fingerprint = ? WHERE partition_number = ?"_s,
        {record.offset, record.fingerprint.toRfc4122(), partition});
    if (!updated)
        return updated.error();
    if (updated->affected() > 0)
        return {};
    return m_database.execute(
        u"INSERT INTO log_records (record_offset, fingerprint, partition_number) VALUES (?, ?, ?)"_s,
        {record.offset, record.fingerprint.toRfc4122(), partition});
}

Result<void> PositionTable::forgetNewestRecord(int partition)
{
    return m_database.execute(u"DELETE FROM log_records WHERE partition_number = ?"_s, {partition});
}

/// False when somebody else has changed the row since it was read.
Result<bool> PositionTable::write(const Standing &standing)
{
    const LogPosition &wanted = standing.wanted;
    if (standing.stored) {
        const auto updated =
            m_database.run(u"UPDATE log_positions SET next_offset = ?, base = ? "
                           "WHERE partition_number = ? AND next_offset = ? AND base = ?"_s,
                           {wanted.next, wanted.base, wanted.partition, standing.stored->next,
                            standing.stored->base});
        return updated ? Result<bool>(updated->affected() == 1) : updated.error();
    }
    const auto inserted = m_database.execute(
        u"INSERT INTO log_positions (next_offset, base, partition_number) VALUES (?, ?, ?)"_s,
        {wanted.next, wanted.base, wanted.partition});
    if (!inserted && m_database.uniqueViolation())
        return false;
    return inserted ? Result<bool>(true) : inserted.error();
}

} // namespace samsa::store

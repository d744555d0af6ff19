// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/epoch_table.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 lasting = -1;

} // namespace

EpochTable::EpochTable(Database &database)
    : m_database(database)
{
}

Result<QList<LogEpoch>> EpochTable::all()
{
    auto rows = m_database.run(u"SELECT partition_number, id, ended FROM log_epochs "
                               "ORDER BY partition_number, epoch_number"_s);
    if (!rows)
        return rows.error();
    QList<LogEpoch> all;
    while (rows.value().next()) {
        LogEpoch epoch {static_cast<int>(rows->integer(0)),
                        QUuid::fromRfc4122(rows->value(1).toByteArray()),
                        {}};
        if (const qint64 ended = rows->integer(2); ended != lasting)
            epoch.ended = ended;
        all.append(epoch);
    }
    return all;
}

Result<bool> EpochTable::lasts(int partition)
{
    auto rows =
        m_database.run(u"SELECT 1 FROM log_epochs WHERE partition_number = ? AND ended = ?"_s,
                       {partition, lasting});
    return rows ? Result<bool>(rows.value().next()) : rows.error();
}

Result<bool> EpochTable::begin(int partition, qint64 ended)
{
    const auto done = m_database.execute(
        u"UPDATE log_epochs SET ended = ? WHERE partition_number = ? AND ended = ?"_s,
        {ended, partition, lasting});
    return done ? insert(partition) : done.error();
}

Result<bool> EpochTable::beginForAll(qint64 ended)
{
    const auto done =
        m_database.execute(u"UPDATE log_epochs SET ended = ? WHERE ended = ?"_s, {ended, lasting});
    return done ? insert(0) : done.error();
}

Result<bool> EpochTable::insert(int partition)
{
    auto rows = m_database.run(
        u"SELECT COALESCE(MAX(epoch_number), 0) FROM log_epochs WHERE partition_number = ?"_s,
        {partition});
    if (!rows)
        return rows.error();
    const qint64 number = rows.value().next() ? rows->integer(0) + 1 : 1;
    const auto inserted = m_database.execute(
        u"INSERT INTO log_epochs (partition_number, epoch_number, id, ended) VALUES (?, ?, ?, ?)"_s,
        {partition, number, QUuid::createUuid().toRfc4122(), lasting});
    if (!inserted && m_database.uniqueViolation())
        return false;
    if (!inserted)
        return inserted.error();
    const auto forgotten = m_database.execute(
        u"DELETE FROM log_epochs WHERE partition_number = ? AND epoch_number <= ?"_s,
        {partition, number - epochsKept});
    return forgotten ? Result<bool>(true) : forgotten.error();
}

} // namespace samsa::store

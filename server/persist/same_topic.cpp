// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/same_topic.h"

#include "server/kafka/topic.h"

namespace samsa::persist {

using namespace std::chrono_literals;

using protocol::Result;

namespace {

constexpr auto lookEvery = 5s;
constexpr auto patience = 2s;

} // namespace

SameTopic::SameTopic(KafkaSettings settings)
    : m_witness(std::move(settings))
{
}

Result<std::optional<RecordMark>> SameTopic::missing(store::PositionTable &positions, int partition,
                                                     const Watermarks &marks)
{
    m_seen.remove(partition);
    const auto newest = positions.newestRecord(partition);
    if (!newest || !*newest || m_foreign.contains(partition))
        return newest;
    const auto known = m_witness.knows(partition, **newest, marks, QDeadlineTimer(patience));
    if (!known)
        return known.error();
    if (!*known)
        return newest;
    m_seen.insert(partition, **newest);
    return Known();
}

void SameTopic::begin(int partition)
{
    m_foreign.remove(partition);
    m_newest.remove(partition);
    m_storing.remove(partition);
    m_again.remove(partition);
}

Result<bool> SameTopic::look(rd_kafka_t *consumer, const std::vector<kafka::Message> &records)
{
    if (!m_look.hasExpired())
        return true;
    for (const kafka::Message &record : records)
        m_active.insert(record->partition);
    for (const int partition : std::as_const(m_active)) {
        const auto newest = m_newest.constFind(partition);
        const auto seen = m_seen.constFind(partition);
        if (newest == m_newest.cend() && seen == m_seen.cend())
            continue;
        const auto marks =
            kafka::watermarksOf(consumer, m_witness.topic(), partition, QDeadlineTimer(patience));
        if (!marks)
            return marks.error();
        // Not one that came since: it may be of another topic already.
        const auto known = m_witness.knows(partition, seen == m_seen.cend() ? *newest : *seen,
                                           *marks, QDeadlineTimer(patience));
        if (!known)
            return known.error();
        if (!*known)
            m_foreign.insert(partition);
        else if (newest != m_newest.cend())
            m_seen.insert(partition, *newest);
    }
    m_active.clear();
    m_newest.clear();
    m_look = QDeadlineTimer(lookEvery);
    return m_foreign.isEmpty();
}

Result<void> SameTopic::store(store::PositionTable &positions, const rd_kafka_message_t &newest)
{
    m_active.insert(newest.partition);
    if (!m_again.value(newest.partition).hasExpired())
        return {};
    const RecordMark mark = kafka::markOf(newest);
    m_storing.insert(newest.partition, mark);
    return positions.setNewestRecord(newest.partition, mark);
}

void SameTopic::stored()
{
    for (const auto &[partition, mark] : m_storing.asKeyValueRange()) {
        m_newest.insert(partition, mark);
        m_again.insert(partition, QDeadlineTimer(lookEvery));
    }
    m_storing.clear();
}

} // namespace samsa::persist

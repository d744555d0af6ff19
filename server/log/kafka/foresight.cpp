// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/foresight.h"

#include <algorithm>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

using kafka::Consumer;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr int recordsAtOnce = 1000;
/// The end of a partition moves on while one reads towards it.
constexpr int readsTowardsTheEnd = 3;
constexpr auto aheadPatience = 50ms;
constexpr auto lookPatience = 20s;

} // namespace

Foresight::Foresight(KafkaSettings settings)
    : m_settings(std::move(settings))
{
    m_settings.uncommitted = true;
    m_settings.gather = 0ms;
}

/// And answers whether all the rest is ours too, which is the rule.
bool Foresight::takeMarks(Consumer::Poll &poll)
{
    bool allOurs = true;
    std::erase_if(poll.records, [&](const kafka::Message &record) {
        if (!isOurs(*record)) {
            allOurs = false;
            return false;
        }
        const auto mark = markOf(*record);
        if (mark)
            m_passes.take(record->partition, *mark);
        return mark.has_value();
    });
    return allOurs;
}

Result<void> Foresight::look(Consumer &consumer, const More &more, Consumer::Poll &poll,
                             const std::atomic<bool> &stop)
{
    if (takeMarks(poll))
        return {};
    QHash<int, qint64> ends; // Of the partitions with records that are not ours.
    const auto takeEnds = [&] {
        for (const kafka::Message &record : poll.records)
            if (!isOurs(*record))
                ends.insert(record->partition, consumer.endOffset(record->partition));
    };
    takeEnds();
    for (int i = 0; i < readsTowardsTheEnd && !knowsAll(consumer, ends); ++i) {
        Consumer::Poll rest = more();
        takeMarks(rest);
        std::move(rest.records.begin(), rest.records.end(), std::back_inserter(poll.records));
        poll.ended += rest.ended;
        poll.lost += rest.lost;
        if (!rest.trouble.isEmpty())
            poll.trouble = rest.trouble;
        takeEnds();
    }
    for (const auto &[partition, end] : ends.asKeyValueRange()) {
        if (consumer.nextOffset(partition) >= end || follows(partition))
            continue;
        if (auto following = follow(partition, consumer.nextOffset(partition)); !following)
            return following;
    }
    const auto undecided = [&] {
        return std::any_of(poll.records.begin(), poll.records.end(), [this](const auto &record) {
            return !isOurs(*record) && m_passes.undecided(record->partition, record->offset);
        });
    };
    const QDeadlineTimer deadline(lookPatience);
    while (!stop && (!knowsAll(consumer, ends) || undecided())) {
        if (deadline.hasExpired())
            return Error {Code::LogUnavailable,
                          u"The topic could not be read beyond a transaction that is open."_s, 1s};
        for (const kafka::Message &record : poll.records)
            if (m_passes.undecided(record->partition, record->offset)
                && !follows(record->partition))
                if (auto following =
                        follow(record->partition, consumer.nextOffset(record->partition));
                    !following)
                    return following;
        pollAhead(aheadPatience);
        decideWhatIsOverdue(poll);
    }
    return {};
}

void Foresight::decideWhatIsOverdue(const Consumer::Poll &poll)
{
    if (!m_decide)
        return;
    for (const kafka::Message &record : poll.records) {
        auto mark = m_passes.overdue(record->partition, record->offset);
        if (!mark)
            continue;
        mark->state = PassMark::State::Void;
        m_decide(record->partition, *mark);
    }
}

bool Foresight::knowsAll(const Consumer &consumer, const QHash<int, qint64> &ends) const
{
    return std::all_of(ends.keyValueBegin(), ends.keyValueEnd(), [&](const auto &entry) {
        const auto &[partition, end] = entry;
        return std::max(consumer.nextOffset(partition), next(partition)) >= end;
    });
}

bool Foresight::late(const rd_kafka_message_t &record) const
{
    return m_passes.passed(record.partition, record.offset) && !isOurs(record);
}

Result<void> Foresight::follow(int partition, qint64 from)
{
    if (!m_ahead.handle()) {
        if (auto opened = m_ahead.open(m_settings); !opened)
            return opened;
    }
    if (auto reading = m_ahead.readFrom(partition, from); !reading)
        return reading;
    if (!m_followed.contains(partition))
        m_followed.append(partition);
    return {};
}

void Foresight::leave(int partition)
{
    m_followed.removeAll(partition);
    if (const auto left = m_ahead.stopReading(partition); !left)
        qCInfo(kafka::lcKafka).noquote() << left.error().sentence;
}

void Foresight::leaveWhatIsReached(const Consumer &consumer)
{
    for (const int partition : QList<int>(m_followed)) {
        const qint64 next = consumer.nextOffset(partition);
        if (consumer.reads(partition) && next < consumer.endOffset(partition))
            continue;
        leave(partition);
    }
    for (const int partition : m_passes.partitions())
        m_passes.forget(partition, consumer.nextOffset(partition));
}

void Foresight::reset()
{
    for (const int partition : QList<int>(m_followed))
        leave(partition);
    m_passes = {};
}

void Foresight::pollAhead(std::chrono::milliseconds patience)
{
    Consumer::Poll poll = m_ahead.poll(recordsAtOnce, patience);
    takeMarks(poll);
    // What is gone by now is not looked at any more; whoever needs it follows anew.
    for (const int partition : std::as_const(poll.lost))
        leave(partition);
    if (m_sink)
        for (kafka::Message &record : poll.records)
            m_sink(std::move(record));
}

} // namespace samsa::log

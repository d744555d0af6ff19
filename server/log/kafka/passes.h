// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/kafka/kafka_record.h"

#include <QDeadlineTimer>
#include <QHash>

#include <map>

namespace samsa::log {

/// A record of the type "pass": servers go on over what a transaction that is still open has
/// written (docs/decisions/0021). It takes two: one that proposes, and, written when the first was
/// stored and the transaction was seen to be open yet, one that confirms, or else one that does
/// not.
struct PassMark
{
    enum class State { Proposed, Confirmed, Void };

    QUuid id; ///< Of the pass; both have it.
    State state = State::Proposed;
    qint64 from = 0; ///< The first offset that is passed.
    qint64 to = 0; ///< Behind the last.
};

KafkaRecord toRecord(int partition, const PassMark &mark);
/// Nothing when the record is none of these.
std::optional<PassMark> markOf(const rd_kafka_message_t &record);

/// What the marks of each partition say, whoever wrote them, and in whatever order partitions are
/// read. Thread: one.
class Passes
{
public:
    void take(int partition, const PassMark &mark);
    /// The first offset from \a offset on that no pass goes over.
    qint64 passedUntil(int partition, qint64 offset) const;
    bool passed(int partition, qint64 offset) const
    {
        return passedUntil(partition, offset) != offset;
    }
    /// Whether somebody has proposed to pass this, and not said yet how it ended. Whoever dies in
    /// between is not waited for after a while, since it has passed nothing.
    bool undecided(int partition, qint64 offset) const;
    /// What is undecided there for a second or more; told once a second.
    std::optional<PassMark> overdue(int partition, qint64 offset);
    QList<int> partitions() const; ///< Of which there are any.
    /// What ends at or before the offset is not asked for any more.
    void forget(int partition, qint64 before);
    /// The topic was made anew: its offsets are other records' now.
    void beginAnew(int partition) { m_passes.erase(partition); }

private:
    struct Pass
    {
        PassMark mark;
        QDeadlineTimer patience;
        QDeadlineTimer verdict; ///< By when one ought to have come.
    };
    std::map<int, QHash<QUuid, Pass>> m_passes; // By partition.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/consumer.h"
#include "server/log/kafka/passes.h"

#include <atomic>
#include <functional>

namespace samsa::log {

/// Says of other people's records whether they count where they stand, or were passed while their
/// transaction was open (docs/decisions/0021). A pass is told behind what it passes, so each
/// partition is looked at to its end before the answer: as a rule it has been read so far anyhow;
/// behind a transaction that is open another consumer looks, one that sees what is not committed.
///
/// Thread: one, that of the consumer it serves.
class Foresight
{
public:
    /// \a settings: of the consumer it serves.
    explicit Foresight(KafkaSettings settings);

    using More = std::function<kafka::Consumer::Poll()>;
    /// Each record that the look ahead meets, in order of its partition.
    using Sink = std::function<void(kafka::Message record)>;
    void setSink(Sink sink) { m_sink = std::move(sink); }
    /// Stores a verdict in place of somebody who has died before its own. Whichever is first
    /// counts, for that one too.
    using Decide = std::function<void(int partition, const PassMark &mark)>;
    void setDecide(Decide decide) { m_decide = std::move(decide); }

    /// Makes sure that late() knows of all these records, which the consumer just gave; what was
    /// read besides for that (\a more) is added, and marks of passes are taken out. LogUnavailable.
    protocol::Result<void> look(kafka::Consumer &consumer, const More &more,
                                kafka::Consumer::Poll &poll, const std::atomic<bool> &stop);
    /// Whether the record was passed: then it does not count where it stands.
    bool late(const rd_kafka_message_t &record) const;

    /// Reads on ahead from here. LogUnavailable.
    protocol::Result<void> follow(int partition, qint64 from);
    void leave(int partition);
    bool follows(int partition) const { return m_ahead.reads(partition); }
    QList<int> followed() const { return m_followed; }
    /// Where it has come to ahead.
    qint64 next(int partition) const { return m_ahead.nextOffset(partition); }
    /// Leaves what the consumer has caught up with.
    void leaveWhatIsReached(const kafka::Consumer &consumer);
    /// The consumer begins again, anywhere.
    void reset();
    /// Reads ahead what there is, and hands it to the sink.
    void pollAhead(std::chrono::milliseconds patience);
    Passes &passes() { return m_passes; }

private:
    bool takeMarks(kafka::Consumer::Poll &poll);
    void decideWhatIsOverdue(const kafka::Consumer::Poll &poll);
    bool knowsAll(const kafka::Consumer &consumer, const QHash<int, qint64> &ends) const;

    KafkaSettings m_settings;
    Sink m_sink;
    Decide m_decide;
    Passes m_passes;
    kafka::Consumer m_ahead; // Opened when it is first needed.
    QList<int> m_followed;
};

} // namespace samsa::log

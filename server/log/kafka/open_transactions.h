// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/kafka/foresight.h"

#include <chrono>
#include <deque>
#include <mutex>

namespace samsa::log {

/// A partition with a transaction that somebody else has left open.
struct OpenTransaction
{
    int partition = 0;
    std::chrono::milliseconds age {}; ///< Since it holds up the partition.
};

/// Lets the reader go on where a partition is held up by somebody else's open transaction: hands
/// out what servers wrote behind it, after a pass was told in the log, so that every reader agrees
/// on what counts where (docs/decisions/0021).
///
/// Thread: the reader's, but for transactions().
class OpenTransactions
{
public:
    /// Stores a record and waits for it; false when it was not stored within a second or two.
    using Write = std::function<bool(const KafkaRecord &record)>;

    OpenTransactions(const KafkaSettings &settings, kafka::Consumer &consumer, Write write);

    /// Takes out of what the consumer read what does not count, or was handed out before. What it
    /// had to read besides is added. LogUnavailable.
    protocol::Result<void> settle(kafka::Consumer::Poll &poll, const std::atomic<bool> &stop);
    /// Looks after these partitions: what servers wrote that can be told now.
    std::vector<kafka::Message> goOn(const QList<int> &partitions);
    /// Whether some partition is held up, so that goOn() is to be called often.
    bool busy() const { return !m_foresight.followed().isEmpty(); }
    /// The partition is read from elsewhere now.
    void forget(int partition);
    /// The same, and it is another topic's: no pass goes over any of it yet.
    void beginAnew(int partition);

    qint64 late() const { return m_late; }
    std::vector<OpenTransaction> transactions() const; ///< Of a second or more.

private:
    using Clock = std::chrono::steady_clock;
    struct Run
    {
        qint64 first = 0;
        qint64 last = 0;
    };
    struct Ahead
    {
        std::deque<kafka::Message> waiting; ///< Ours, not told yet.
        std::deque<Run> strangers; ///< Offsets of records that are not ours, where not passed.
        qint64 told = 0; ///< Everything of ours before it was handed out.
        Clock::time_point proposeNext {};
        Clock::time_point heldLast {};
    };

    void takeAhead(kafka::Message record);
    void watch(int partition);
    void prune(int partition, Ahead &ahead);
    bool blocked(const Ahead &ahead) const;
    void pass(int partition, Ahead &ahead);
    std::optional<qint64> stableEnd(int partition) const;

    const QString m_topic;
    kafka::Consumer &m_consumer;
    const Write m_write;
    Foresight m_foresight;
    std::map<int, Ahead> m_aheads; // By partition.
    Clock::time_point m_watchNext {};
    std::atomic<qint64> m_late = 0;

    struct Hold
    {
        qint64 at = 0; ///< The offset that is not decided.
        Clock::time_point since {};
        bool said = false;
    };
    mutable std::mutex m_mutex;
    std::map<int, Hold> m_holds; // By partition; guarded by m_mutex.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QLatin1StringView>

#include <atomic>
#include <span>
#include <vector>

namespace samsa {

/// A number that only grows; counted from any thread.
class Counter
{
public:
    void add(qint64 count = 1) { m_value.fetch_add(count, std::memory_order_relaxed); }
    qint64 value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value {0};
};

/// What the server counts, for /metrics. Counting costs an atomic addition.
struct Metrics
{
    Counter connectionsAccepted;
    Counter connectionsRefused; ///< Over a limit, or a head that is wrong, late or too long.
    Counter requests;
    Counter requestsRefused; ///< Answered with 4xx or 5xx.
    Counter pollsHeld; ///< Had nothing new to tell, and waited for it.
    Counter framesReceived;
    Counter framesRefused; ///< Answered with ERROR or on /user/queue/errors.
    Counter messagesAccepted;
    Counter messagesRepeated; ///< Sent again under the same id.
    Counter eventsAccepted; ///< Edits, deletions and reactions; not among the messages above.
    Counter messagesRefused;
    Counter messagesDelivered; ///< Over all connections.
    Counter slowReaders;
    Counter heartBeatsLost;
    Counter sessionsClaimed;
};

struct CounterSpec
{
    QLatin1StringView name;
    QLatin1StringView help;
    Counter Metrics::*counter;
};
std::span<const CounterSpec> counterTable();

/// A number that comes and goes, read when /metrics is asked for.
struct Gauge
{
    QByteArray name;
    QByteArray help;
    double value = 0;
    QByteArray labels; ///< worker="0"; may be empty. Gauges of one name follow each other.
};

/// The text format 0.0.4 of Prometheus.
QByteArray writeMetrics(const Metrics &metrics, const std::vector<Gauge> &gauges);

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QList>
#include <Qt>

#include <chrono>
#include <optional>
#include <vector>

class QObject;

namespace samsa::net {

/// The timers of one event loop, ordered by when they are due, and what Qt promises of them: one
/// event each per pass, in the order of their times; a timer in its event is not entered again
/// from a loop within; a timer or its object may go in any timer's event.
///
/// A precise timer is due to the nanosecond, a coarse one up to 5 % late and never early, at times
/// that many share, a very coarse one at full seconds.
///
/// Thread: the loop's only. Cost: a logarithm of the number of timers to start, stop and fire;
/// nothing is allocated once there is room for as many as there ever were.
class TimerQueue
{
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = std::chrono::time_point<Clock, std::chrono::nanoseconds>;
    using Duration = std::chrono::nanoseconds;

    struct Info
    {
        int id;
        Duration interval;
        Qt::TimerType type;
    };

    /// Longer intervals are cut to this, so that no sum of times overflows.
    static constexpr Duration longest = std::chrono::hours(24 * 365 * 50);

    void add(int id, Duration interval, Qt::TimerType type, QObject *object);
    bool remove(int id);
    /// False if there was no timer at all.
    bool removeAll(const QObject *object);

    QList<Info> of(const QObject *object) const;
    /// Nothing for a timer that is not there.
    std::optional<Duration> remaining(int id) const;
    /// When the next one is due, but for those that are in their event.
    std::optional<TimePoint> next() const;

    /// Sends its event to each timer that is due. Gives how many that were, without those of
    /// interval 0: there is always another turn of them.
    int activate();

private:
    struct Timer
    {
        int id = 0;
        Qt::TimerType type = Qt::PreciseTimer;
        bool active = false; // In its event, and not in the heap.
        quint64 serial = 0; // Of this registration; 0 when the slot is free.
        quint64 order = 0; // Among those due at the same time.
        qsizetype heapIndex = -1;
        Duration interval {};
        TimePoint due; // To the interval, so that what is added below does not add up.
        TimePoint deadline; // As the type allows.
        QObject *object = nullptr;
    };
    struct Node
    {
        TimePoint deadline;
        quint64 order;
        quint32 slot;

        bool before(const Node &other) const
        {
            return deadline != other.deadline ? deadline < other.deadline : order < other.order;
        }
    };

    void schedule(Timer &timer, TimePoint due);
    void scheduleNext(Timer &timer, TimePoint now);
    void release(quint32 slot);
    void push(quint32 slot);
    void take(qsizetype index);
    void siftUp(qsizetype index);
    void siftDown(qsizetype index);
    void place(qsizetype index, Node node);

    std::vector<Timer> m_timers; // By slot.
    std::vector<quint32> m_free;
    std::vector<quint32> m_active; // The innermost last.
    std::vector<Node> m_heap;
    QHash<int, quint32> m_slots; // By id.
    quint64 m_lastOrder = 0;
};

} // namespace samsa::net

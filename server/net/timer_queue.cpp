// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/timer_queue.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <bit>

namespace samsa::net {

using namespace std::chrono_literals;

namespace {

// Below and above these, 5 % are less than a millisecond and more than a second, and Qt says the
// finer and the coarser type of such a timer.
constexpr auto finestCoarse = 20ms;
constexpr auto coarsestCoarse = 20s;
constexpr int coarseParts = 20; // 5 %

TimerQueue::TimePoint roundedUp(TimerQueue::TimePoint time, TimerQueue::Duration grain)
{
    const auto rest = time.time_since_epoch() % grain;
    return rest == 0ns ? time : time + (grain - rest);
}

} // namespace

void TimerQueue::add(int id, Duration interval, Qt::TimerType type, QObject *object)
{
    remove(id);
    interval = std::clamp(interval, Duration::zero(), longest);
    if (type == Qt::CoarseTimer) {
        if (interval <= finestCoarse)
            type = Qt::PreciseTimer;
        else if (interval >= coarsestCoarse)
            type = Qt::VeryCoarseTimer;
    }
    if (type == Qt::VeryCoarseTimer)
        interval = std::chrono::round<std::chrono::seconds>(interval);

    quint32 slot = 0;
    if (m_free.empty()) {
        slot = static_cast<quint32>(m_timers.size());
        m_timers.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    Timer &timer = m_timers[slot];
    timer = Timer {};
    timer.id = id;
    timer.type = type;
    timer.interval = interval;
    timer.object = object;
    schedule(timer, Clock::now() + interval);
    timer.serial = timer.order;
    m_slots.insert(id, slot);
    push(slot);
}

bool TimerQueue::remove(int id)
{
    const auto found = m_slots.constFind(id);
    if (found == m_slots.cend())
        return false;
    const quint32 slot = found.value();
    m_slots.erase(found);
    release(slot);
    return true;
}

bool TimerQueue::removeAll(const QObject *object)
{
    if (m_slots.isEmpty())
        return false;
    for (quint32 slot = 0; slot < m_timers.size(); ++slot) {
        const Timer &timer = m_timers[slot];
        if (timer.serial != 0 && timer.object == object) {
            m_slots.remove(timer.id);
            release(slot);
        }
    }
    return true;
}

QList<TimerQueue::Info> TimerQueue::of(const QObject *object) const
{
    QList<Info> list;
    for (const Timer &timer : m_timers)
        if (timer.serial != 0 && timer.object == object)
            list.append({timer.id, timer.interval, timer.type});
    return list;
}

std::optional<TimerQueue::Duration> TimerQueue::remaining(int id) const
{
    const auto found = m_slots.constFind(id);
    if (found == m_slots.cend())
        return {};
    return std::max(Duration::zero(), m_timers[found.value()].deadline - Clock::now());
}

std::optional<TimerQueue::TimePoint> TimerQueue::next() const
{
    if (m_heap.empty())
        return {};
    return m_heap.front().deadline;
}

int TimerQueue::activate()
{
    if (m_heap.empty() && m_active.empty())
        return 0;
    const TimePoint now = Clock::now();
    // Those we are called from miss this time, and do not make up for it afterwards.
    for (const quint32 slot : m_active) {
        Timer &timer = m_timers[slot];
        if (timer.active && timer.deadline <= now)
            scheduleNext(timer, now);
    }
    int fired = 0;
    // What is started or due again from here on comes behind all that is due now.
    const quint64 last = m_lastOrder;
    while (!m_heap.empty() && m_heap.front().deadline <= now && m_heap.front().order <= last) {
        const quint32 slot = m_heap.front().slot;
        take(0);
        Timer &timer = m_timers[slot];
        scheduleNext(timer, now);
        timer.active = true;
        const quint64 serial = timer.serial;
        if (timer.interval > 0ns)
            ++fired;

        m_active.push_back(slot);
        QTimerEvent event(timer.id);
        QCoreApplication::sendEvent(timer.object, &event);
        m_active.pop_back();

        // The event may have stopped it, and another may have its slot; and the slots may have
        // moved.
        if (Timer &after = m_timers[slot]; after.serial == serial) {
            after.active = false;
            push(slot);
        }
    }
    return fired;
}

void TimerQueue::schedule(Timer &timer, TimePoint due)
{
    timer.due = due;
    timer.order = ++m_lastOrder;
    timer.deadline = due;
    if (timer.interval == 0ns)
        return;
    switch (timer.type) {
    case Qt::PreciseTimer:
        break;
    case Qt::CoarseTimer: {
        // A power of two of milliseconds, so that timers of different intervals meet, too.
        const auto slack = static_cast<quint64>(timer.interval / coarseParts / 1ms);
        timer.deadline = roundedUp(due, std::bit_floor(slack) * 1ms);
        break;
    }
    case Qt::VeryCoarseTimer:
        timer.deadline = std::chrono::round<std::chrono::seconds>(due);
        break;
    }
}

/// Times that have passed altogether are left out.
void TimerQueue::scheduleNext(Timer &timer, TimePoint now)
{
    const TimePoint due = timer.due + timer.interval;
    schedule(timer, due < now ? now + timer.interval : due);
    timer.deadline = std::max(timer.deadline, now);
}

void TimerQueue::release(quint32 slot)
{
    Timer &timer = m_timers[slot];
    if (timer.heapIndex >= 0)
        take(timer.heapIndex);
    timer = Timer {};
    m_free.push_back(slot);
}

void TimerQueue::push(quint32 slot)
{
    const Timer &timer = m_timers[slot];
    m_heap.push_back({timer.deadline, timer.order, slot});
    siftUp(std::ssize(m_heap) - 1);
}

void TimerQueue::take(qsizetype index)
{
    m_timers[m_heap[index].slot].heapIndex = -1;
    const Node last = m_heap.back();
    m_heap.pop_back();
    if (index == std::ssize(m_heap))
        return;
    place(index, last);
    siftUp(index);
    siftDown(m_timers[last.slot].heapIndex);
}

void TimerQueue::siftUp(qsizetype index)
{
    const Node node = m_heap[index];
    while (index > 0) {
        const qsizetype parent = (index - 1) / 2;
        if (!node.before(m_heap[parent]))
            break;
        place(index, m_heap[parent]);
        index = parent;
    }
    place(index, node);
}

void TimerQueue::siftDown(qsizetype index)
{
    const Node node = m_heap[index];
    const qsizetype size = std::ssize(m_heap);
    for (qsizetype child = 2 * index + 1; child < size; child = 2 * index + 1) {
        if (child + 1 < size && m_heap[child + 1].before(m_heap[child]))
            ++child;
        if (!m_heap[child].before(node))
            break;
        place(index, m_heap[child]);
        index = child;
    }
    place(index, node);
}

void TimerQueue::place(qsizetype index, Node node)
{
    m_heap[index] = node;
    m_timers[node.slot].heapIndex = index;
}

} // namespace samsa::net

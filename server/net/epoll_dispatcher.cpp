// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/epoll_dispatcher.h"

#include <QCoreApplication>

namespace samsa::net {

EpollDispatcher::EpollDispatcher(std::function<void()> closing)
    : m_closing(std::move(closing))
{
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false, std::memory_order_relaxed);
    const quint64 turn = ++m_turn;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();

    const bool withTimers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool withNotifiers = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
    // A turn within this one has perhaps taken a wake-up that was meant for our caller, a loop
    // that was told to exit, say: let it look.
    const auto mayWait = [&] {
        return flags.testFlag(QEventLoop::WaitForMoreEvents) && m_turn == turn
            && !m_interrupted.load(std::memory_order_acquire);
    };
    if (mayWait() && !m_wakeUp.isCalled())
        Q_EMIT aboutToBlock();
    if (m_interrupted.load(std::memory_order_acquire))
        return false;

    // Whoever posts an event calls wakeUp(), so none can be there that we have not heard of.
    bool woken = m_wakeUp.take();
    std::optional<TimerQueue::TimePoint> until = TimerQueue::TimePoint::min();
    if (mayWait() && !woken)
        until = withTimers ? m_timers.next() : std::nullopt;

    int handled = 0;
    if (withNotifiers) {
        if (m_notifiers.wait(until))
            woken |= m_wakeUp.take();
        handled += m_notifiers.activate();
    } else {
        woken |= m_wakeUp.wait(until);
    }
    if (withTimers)
        handled += m_timers.activate();
    return woken || handled > 0;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    m_notifiers.add(notifier);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    m_notifiers.remove(notifier);
}

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)

void EpollDispatcher::registerTimer(Qt::TimerId timerId, Duration interval, Qt::TimerType timerType,
                                    QObject *object)
{
    m_timers.add(qToUnderlying(timerId), interval, timerType, object);
}

bool EpollDispatcher::unregisterTimer(Qt::TimerId timerId)
{
    return m_timers.remove(qToUnderlying(timerId));
}

QList<QAbstractEventDispatcher::TimerInfoV2> EpollDispatcher::timersForObject(QObject *object) const
{
    QList<TimerInfoV2> list;
    for (const auto &timer : m_timers.of(object))
        list.append({timer.interval, Qt::TimerId {timer.id}, timer.type});
    return list;
}

QAbstractEventDispatcher::Duration EpollDispatcher::remainingTime(Qt::TimerId timerId) const
{
    return m_timers.remaining(qToUnderlying(timerId)).value_or(Duration::min());
}

#else

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                    QObject *object)
{
    constexpr qint64 longest = TimerQueue::longest / std::chrono::milliseconds(1);
    m_timers.add(timerId, std::chrono::milliseconds(std::min(interval, longest)), timerType,
                 object);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> list;
    for (const auto &timer : m_timers.of(object))
        list.append(TimerInfo(
            timer.id, static_cast<int>(timer.interval / std::chrono::milliseconds(1)), timer.type));
    return list;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto remaining = m_timers.remaining(timerId);
    if (!remaining)
        return -1;
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(*remaining).count());
}

#endif

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

void EpollDispatcher::wakeUp()
{
    m_wakeUp.call();
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true, std::memory_order_release);
    wakeUp();
}

void EpollDispatcher::startingUp()
{
    m_wakeUp.setThread();
}

void EpollDispatcher::closingDown()
{
    if (m_closing)
        m_closing();
}

} // namespace samsa::net

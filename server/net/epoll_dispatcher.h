// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/socket_notifiers.h"
#include "server/net/timer_queue.h"
#include "server/net/wake_up.h"

#include <QAbstractEventDispatcher>

#include <functional>

namespace samsa::net {

// Qt 6.8 has other virtual functions for timers, in a class that its successor will be.
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
using EventDispatcherBase = QAbstractEventDispatcherV2;
#else
using EventDispatcherBase = QAbstractEventDispatcher;
#endif

/// Qt's event loop over epoll, for threads with thousands of sockets: Qt's own hands all of them to
/// poll() in every turn. To what lives in the thread it behaves as Qt's own does;
/// docs/decisions/0011 says where it differs.
///
/// A turn: what was posted, then the wait, then sockets, then timers.
///
/// Thread: installed by QThread::setEventDispatcher(); wakeUp() and interrupt() from any thread,
/// all else in that thread. Cost: of a turn, in proportion to what is ready, not to what is there;
/// nothing is allocated.
class EpollDispatcher : public EventDispatcherBase
{
    Q_OBJECT
public:
    /// \a closing is called at the thread's end, in the thread, when Qt gives this to nobody any
    /// more and is about to delete it.
    explicit EpollDispatcher(std::function<void()> closing = {});

    /// False if the process or the system has no descriptor left for it; of no use then.
    bool isOpen() const { return m_wakeUp.isOpen() && m_notifiers.isOpen(); }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    void registerTimer(Qt::TimerId timerId, Duration interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(Qt::TimerId timerId) override;
    QList<TimerInfoV2> timersForObject(QObject *object) const override;
    Duration remainingTime(Qt::TimerId timerId) const override;
#else
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(int timerId) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;
#endif
    bool unregisterTimers(QObject *object) override;

    void wakeUp() override;
    void interrupt() override;
    void startingUp() override;
    void closingDown() override;

private:
    WakeUp m_wakeUp;
    SocketNotifiers m_notifiers {m_wakeUp.descriptor()};
    TimerQueue m_timers;
    std::atomic<bool> m_interrupted {false};
    quint64 m_turn = 0;
    const std::function<void()> m_closing;
};

} // namespace samsa::net

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/epoll_dispatcher.h"

#include <QCoreApplication>
#include <QStringList>
#include <QTest>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>

namespace samsa::test {

enum class Dispatcher { Qts, Ours };

/// A thread with the one event loop or the other, and a function to run in it.
class DispatcherThread : public QThread
{
public:
    DispatcherThread(Dispatcher dispatcher, std::function<void()> body,
                     std::function<void()> closing = {})
        : m_body(std::move(body))
    {
        // Without it, Qt would have GLib's loop run the thread where it can.
        qputenv("QT_NO_GLIB", "1");
        if (dispatcher == Dispatcher::Ours)
            setEventDispatcher(
                std::make_unique<net::EpollDispatcher>(std::move(closing)).release());
        // With the lock ThreadSanitizer knows that what was there is there for the thread.
        const std::scoped_lock lock(m_mutex);
        start();
    }

    ~DispatcherThread() override { join(); }

    void join()
    {
        wait();
        const std::scoped_lock lock(m_mutex);
    }

protected:
    void run() override
    {
        const std::scoped_lock lock(m_mutex);
        m_body();
    }

private:
    const std::function<void()> m_body;
    std::mutex m_mutex;
};

/// What happened, a line each.
using Record = QStringList;

inline Record recorded(Dispatcher dispatcher, const std::function<void(Record &)> &body)
{
    Record record;
    DispatcherThread(dispatcher, [&] {
        // Qt makes its own before run(), ours has to have been taken.
        const bool ours =
            dynamic_cast<net::EpollDispatcher *>(QAbstractEventDispatcher::instance()) != nullptr;
        if (ours != (dispatcher == Dispatcher::Ours))
            record.append(QStringLiteral("not the dispatcher that was asked for"));
        body(record);
    }).join();
    return record;
}

/// One turn of the calling thread's loop, without waiting or as the flags say.
inline bool turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents)
{
    return QAbstractEventDispatcher::instance()->processEvents(flags);
}

/// Turns that wait, until the condition holds.
template <typename Condition>
void turnUntil(Condition condition)
{
    while (!condition())
        turn(QEventLoop::WaitForMoreEvents);
}

/// An object with timers of its own.
class TimerObject : public QObject
{
public:
    std::function<void(int id)> onTimer;

protected:
    void timerEvent(QTimerEvent *event) override
    {
        const auto task = onTimer; // The object may be deleted in it.
        task(event->timerId());
    }
};

} // namespace samsa::test

/// Runs the body under Qt's own event loop and under ours, and holds what it recorded against what
/// is expected: the first shows that the expectation is Qt's, the second that we meet it.
#define RECORDS_UNDER_BOTH(body, ...)                                                              \
    do {                                                                                           \
        const samsa::test::Record expected __VA_ARGS__;                                            \
        QCOMPARE(samsa::test::recorded(samsa::test::Dispatcher::Qts, body), expected);             \
        QCOMPARE(samsa::test::recorded(samsa::test::Dispatcher::Ours, body), expected);            \
    } while (false)

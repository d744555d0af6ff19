// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace samsa {

/// The one way work crosses from thread to thread in the server: functions, run in the order they
/// were posted, in the thread this object lives in. However much is posted between two turns of
/// that thread's event loop, it is woken once. Uses std::mutex, which ThreadSanitizer sees, and not
/// Qt's own cross-thread connections, which it does not.
///
/// post() may be called from any thread, also before the thread runs and after it has stopped (the
/// functions are then destroyed unrun with the queue). What is posted must not outlive what it
/// captures: a queue is destroyed before the objects its functions use.
class TaskQueue : public QObject
{
    Q_OBJECT
public:
    using Task = std::function<void()>;

    explicit TaskQueue(QObject *parent = nullptr);
    ~TaskQueue() override;

    void post(Task task);
    /// Tasks waiting now; for metrics and back-pressure.
    qsizetype depth() const;

protected:
    void customEvent(QEvent *event) override;

private:
    mutable std::mutex m_mutex;
    std::deque<Task> m_tasks; // guarded by m_mutex
    bool m_woken = false; // guarded by m_mutex: an event is on its way
};

/// Where an answer goes: the queue of the thread that asked, and what to do there. Calling it
/// posts; it may be called from any thread, once.
template <typename T>
class ReplyTo
{
public:
    ReplyTo(TaskQueue &queue, std::function<void(T)> then)
        : m_queue(&queue)
        , m_then(std::move(then))
    {
    }

    void operator()(T value) const
    {
        m_queue->post(
            [then = m_then, value = std::move(value)]() mutable { then(std::move(value)); });
    }

    /// A reply for something this one's answer is made from; \a make runs in the asking thread.
    template <typename U>
    ReplyTo<U> from(std::function<T(U)> make) const
    {
        return ReplyTo<U>(*m_queue, [then = m_then, make = std::move(make)](U value) {
            then(make(std::move(value)));
        });
    }

private:
    TaskQueue *m_queue;
    std::function<void(T)> m_then;
};

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/task_queue.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

namespace samsa {

TaskQueue::TaskQueue(QObject *parent)
    : QObject(parent)
{
}

// Whoever joined the thread and now destroys what it used has seen all of its tasks: with the lock
// ThreadSanitizer knows that too, which QThread::wait() does not tell it.
TaskQueue::~TaskQueue()
{
    const std::scoped_lock lock(m_mutex);
}

void TaskQueue::post(Task task)
{
    const std::scoped_lock lock(m_mutex);
    m_tasks.push_back(std::move(task));
    if (m_woken)
        return;
    m_woken = true;
    // Under the lock, so that whoever handles (and deletes) the event has taken the lock after us.
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

qsizetype TaskQueue::depth() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<qsizetype>(m_tasks.size());
}

void TaskQueue::customEvent(QEvent *)
{
    Q_ASSERT(QThread::currentThread() == thread());
    std::unique_lock lock(m_mutex);
    m_woken = false;
    // Only what was there when the turn began: what the tasks post themselves waits for the next
    // turn, after sockets and timers had theirs. One at a time, so that a task that runs an event
    // loop of its own does not upset the order.
    for (std::size_t left = m_tasks.size(); left > 0 && !m_tasks.empty(); --left) {
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        task = nullptr; // What it captured goes without the lock, too.
        lock.lock();
    }
}

} // namespace samsa

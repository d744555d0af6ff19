// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/wake_up.h"

#include "server/net/socket_notifiers.h"

#include <QThread>

#include <cerrno>
#include <sys/eventfd.h>
#include <unistd.h>

namespace samsa::net {

WakeUp::WakeUp()
    : m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

WakeUp::~WakeUp()
{
    while (m_state.load(std::memory_order_acquire) >= writer)
        QThread::yieldCurrentThread();
    if (m_descriptor >= 0)
        close(m_descriptor);
}

void WakeUp::call()
{
    // Always a write, so that take() sees what this caller made known, too.
    unsigned state = m_state.load(std::memory_order_relaxed);
    while (!m_state.compare_exchange_weak(state,
                                          (state & called) != 0 ? state : (state | called) + writer,
                                          std::memory_order_acq_rel, std::memory_order_relaxed)) {}
    if ((state & called) != 0)
        return;
    // It can only fail when 2^64 - 2 were written and not one read.
    if (m_thread.load(std::memory_order_relaxed) != QThread::currentThreadId())
        static_cast<void>(eventfd_write(m_descriptor, 1));
    m_state.fetch_sub(writer, std::memory_order_release);
}

bool WakeUp::wait(std::optional<TimerQueue::TimePoint> until)
{
    // Empty it before looking at the flag, for who sets the flag writes afterwards.
    drain();
    if (take())
        return true;
    pollfd entry {m_descriptor, POLLIN, 0};
    int found = -1;
    do {
        found = poll(&entry, 1, pollTimeout(until));
    } while (found < 0 && errno == EINTR);
    if (found <= 0)
        return false;
    drain();
    return take();
}

void WakeUp::setThread()
{
    m_thread.store(QThread::currentThreadId(), std::memory_order_relaxed);
}

void WakeUp::drain()
{
    eventfd_t count = 0;
    static_cast<void>(eventfd_read(m_descriptor, &count));
}

} // namespace samsa::net

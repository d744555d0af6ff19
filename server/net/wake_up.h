// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/timer_queue.h"

#include <atomic>

namespace samsa::net {

/// How other threads end a loop's wait: a flag, and an eventfd for when the loop may be waiting
/// already. However often it is said before the loop looks, the eventfd is written once; by the
/// loop's own thread, which is not waiting then, not at all.
///
/// The loop takes the flag before it waits, and again when the eventfd woke it; whatever was made
/// known before call() is seen after the take() that gave true. This may be what ends the loop and
/// its thread: who is still writing then is waited for.
///
/// Thread: call() from any; the rest is the loop's.
class WakeUp
{
public:
    WakeUp();
    ~WakeUp();
    WakeUp(const WakeUp &) = delete;
    WakeUp &operator=(const WakeUp &) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }

    void call();
    bool isCalled() const { return (m_state.load(std::memory_order_acquire) & called) != 0; }
    /// Whether it was called since the last time.
    bool take() { return (m_state.fetch_and(~called, std::memory_order_acq_rel) & called) != 0; }
    /// Waits for nothing else than to be called.
    bool wait(std::optional<TimerQueue::TimePoint> until);
    /// The calling thread is the loop's.
    void setThread();

private:
    void drain();

    static constexpr unsigned called = 1;
    static constexpr unsigned writer = 2; // Counted in the bits above.

    const int m_descriptor;
    std::atomic<unsigned> m_state {0};
    std::atomic<Qt::HANDLE> m_thread {nullptr};
};

} // namespace samsa::net

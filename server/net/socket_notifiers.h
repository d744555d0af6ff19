// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/timer_queue.h"

#include <array>
#include <optional>
#include <poll.h>
#include <sys/epoll.h>
#include <vector>

class QSocketNotifier;

namespace samsa::net {

/// The socket notifiers of one event loop, and the epoll descriptor that watches their sockets.
///
/// A notifier speaks up in each turn in which its socket is ready (as with poll: a broken
/// connection is ready for everything, a file always). What notifiers are switched on and off is
/// told to the kernel just before it is asked, so what is undone within a turn costs nothing; but
/// a descriptor that no notifier is left for is taken out at once, since it may be closed next and
/// its number used again.
///
/// A socket that something was written to is asked whether it takes it, together with all the
/// others of that turn in one call, and only if it does not is the kernel told to watch for that.
/// Nearly always it does, and the two changes of the watch list that it would have cost are saved.
///
/// Thread: the loop's only. Cost: of a turn, in proportion to the sockets that are ready or
/// changed, not to those that are there; nothing is allocated in a turn.
class SocketNotifiers
{
public:
    using TimePoint = TimerQueue::TimePoint;

    /// \a wakeUp is a descriptor that is watched, too, for what is new with it (edge-triggered).
    explicit SocketNotifiers(int wakeUp);
    ~SocketNotifiers();
    SocketNotifiers(const SocketNotifiers &) = delete;
    SocketNotifiers &operator=(const SocketNotifiers &) = delete;

    bool isOpen() const { return m_epoll >= 0; }

    void add(QSocketNotifier *notifier);
    void remove(QSocketNotifier *notifier);

    /// Waits until something is ready, or the time (TimePoint::min(): not at all; none: for ever).
    /// True if there was something new with the wake-up descriptor.
    bool wait(std::optional<TimePoint> until);
    /// Sends the events of what was found ready; those that are left from an outer loop first.
    /// Gives their number.
    int activate();

private:
    /// Bits, each 1 << QSocketNotifier::Type.
    using Types = quint8;

    struct Watch
    {
        std::array<QSocketNotifier *, 3> notifiers {};
        Types wanted = 0; // By a notifier.
        Types armed = 0; // As the kernel knows it.
        Types ready = 0; // To be said in activate().
        bool changed = false; // Listed in m_changed.
        bool renewed = false; // Perhaps not the file any more that the kernel knows.
        bool asked = false; // Whether it can be written to, since that is wanted.
        bool always = false; // Nothing to wait for; listed in m_always.
    };

    void change(int descriptor);
    void applyChanges();
    void apply(int descriptor);
    bool isApplied(int descriptor) const;
    void askWriters();
    void arm(int descriptor, Types types);
    void setAlways(int descriptor, bool always);
    void disable(int descriptor);
    void setReady(int descriptor, Types types);

    static constexpr std::size_t eventsPerTurn = 512;

    int m_epoll = -1;
    const int m_wakeUp;
    std::vector<Watch> m_watches; // By descriptor.
    std::vector<int> m_changed;
    std::vector<int> m_always;
    std::vector<int> m_ready; // In order; a descriptor without ready types has been dealt with.
    std::size_t m_readyHead = 0;
    std::vector<pollfd> m_writers;
    std::array<epoll_event, eventsPerTurn> m_events;
};

/// How long to wait in the way that poll and epoll_wait want it: whole milliseconds, not too few,
/// and -1 for ever.
int pollTimeout(std::optional<TimerQueue::TimePoint> until);

} // namespace samsa::net

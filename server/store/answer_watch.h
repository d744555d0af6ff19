// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace samsa::store {

/// Sees to it that a driver which waits for an answer for ever (libpq does, when a server is
/// stopped but its system still acknowledges what is sent) stops waiting: shuts the connection's
/// socket down, for both directions, when an answer is overdue. To the driver that is a server
/// which has gone.
///
/// Costs a thread, which wakes no more than once in the time it allows; and nothing where there is
/// no socket. Thread: any one at a time, but for giveUp().
class AnswerWatch
{
public:
    explicit AnswerWatch(std::chrono::milliseconds answerWithin);
    ~AnswerWatch();

    /// The connection's socket from now on, -1 for none. It keeps a descriptor of its own to it, so
    /// that it never meets another which has got the same number.
    void setSocket(qintptr socket);

    /// From any thread: whatever is waited for ends now, and so does all that comes.
    void giveUp();

    /// While it lives an answer is waited for.
    class Waiting
    {
    public:
        explicit Waiting(AnswerWatch *watch);
        ~Waiting();
        Waiting(const Waiting &) = delete;
        Waiting &operator=(const Waiting &) = delete;

    private:
        AnswerWatch *const m_watch; // May be null.
    };

private:
    using Clock = std::chrono::steady_clock;

    void begin();
    void end();
    void run();

    const std::chrono::milliseconds m_answerWithin;
    std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_changed;
    qintptr m_socket = -1; // Ours to close.
    Clock::time_point m_deadline = Clock::time_point::max(); // Of the answer that is waited for.
    Clock::time_point m_wakes = Clock::time_point::min(); // When the thread looks next.
    bool m_givenUp = false;
    bool m_stop = false;
    std::thread m_thread; // Started with the first socket.
};

/// Gives all of a program's connections up at once, so that its end does not wait for a database
/// that hangs: what they wait for fails, and they are not made anew. What was under way may have
/// been done or not, as when a server dies. Outlives the connections that were opened with it.
///
/// Thread: any.
class Abandonment
{
public:
    Abandonment() = default;
    ~Abandonment();
    Abandonment(const Abandonment &) = delete;
    Abandonment &operator=(const Abandonment &) = delete;

    /// Now.
    void abandon();
    /// When this time is over and this object still lives. Once.
    void abandonIn(std::chrono::milliseconds time);
    bool abandoned() const;
    /// Returns when it is abandoned, or when \a time is over: true if it is.
    bool waitFor(std::chrono::milliseconds time) const;

    /// A connection's own.
    void add(AnswerWatch *watch);
    void remove(AnswerWatch *watch);

private:
    mutable std::mutex m_mutex; // Guards what follows.
    mutable std::condition_variable m_changed;
    std::vector<AnswerWatch *> m_watches;
    bool m_abandoned = false;
    bool m_ended = false;
    std::thread m_timer;
};

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/clock.h"

#include <cstdint>
#include <vector>

namespace samsa::bench {

class EventLoop;

/// Something with a descriptor that an EventLoop watches.
class Watched
{
public:
    virtual ~Watched() = default;
    virtual void ready(std::uint32_t events) = 0;
    /// After the turn in which it was put off with EventLoop::afterTurn().
    virtual void turnEnded() {}
    bool putOff = false; ///< The loop's own.
};

/// One epoll, one thread. Everything that a turn put off, writes above all, is done once at its
/// end.
class EventLoop
{
public:
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    void add(int descriptor, std::uint32_t events, Watched *watched);
    void change(int descriptor, std::uint32_t events, Watched *watched);
    void remove(int descriptor);

    void afterTurn(Watched *watched);

    /// Waits until something is ready or the time on the monotonic clock has come, and handles it.
    void turn(Nanoseconds until);

private:
    void endTurn();

    int m_epoll = -1;
    std::vector<Watched *> m_putOff;
};

} // namespace samsa::bench

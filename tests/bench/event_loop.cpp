// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/event_loop.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/epoll.h>
#include <unistd.h>

namespace samsa::bench {

EventLoop::EventLoop()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0) {
        std::perror("samsa-bench: epoll_create1");
        std::exit(1);
    }
}

EventLoop::~EventLoop()
{
    close(m_epoll);
}

void EventLoop::add(int descriptor, std::uint32_t events, Watched *watched)
{
    epoll_event event {};
    event.events = events;
    event.data.ptr = watched;
    if (epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        std::perror("samsa-bench: epoll_ctl");
}

void EventLoop::change(int descriptor, std::uint32_t events, Watched *watched)
{
    epoll_event event {};
    event.events = events;
    event.data.ptr = watched;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
}

void EventLoop::remove(int descriptor)
{
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

void EventLoop::afterTurn(Watched *watched)
{
    if (watched->putOff)
        return;
    watched->putOff = true;
    m_putOff.push_back(watched);
}

void EventLoop::turn(Nanoseconds until)
{
    endTurn();
    epoll_event events[512];
    const Nanoseconds left = std::max<Nanoseconds>(0, until - now());
    const timespec timeout {left / oneSecond, left % oneSecond};
    const int count = epoll_pwait2(m_epoll, events, 512, &timeout, nullptr);
    for (int i = 0; i < count; ++i)
        static_cast<Watched *>(events[i].data.ptr)->ready(events[i].events);
    endTurn();
}

void EventLoop::endTurn()
{
    // By index: what a turn's end does may put off more.
    for (std::size_t i = 0; i < m_putOff.size(); ++i) {
        Watched *watched = m_putOff[i];
        watched->putOff = false;
        watched->turnEnded();
    }
    m_putOff.clear();
}

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/answer_watch.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace samsa::store {

namespace {

#ifdef Q_OS_WIN
// A socket of Windows cannot be duplicated within a process; its number is not given away while the
// driver waits for it.
qintptr duplicateSocket(qintptr socket)
{
    return socket;
}

void closeSocket(qintptr) {}

void shutDownSocket(qintptr socket)
{
    ::shutdown(static_cast<SOCKET>(socket), SD_BOTH);
}
#else
qintptr duplicateSocket(qintptr socket)
{
    return socket < 0 ? -1 : ::fcntl(static_cast<int>(socket), F_DUPFD_CLOEXEC, 0);
}

void closeSocket(qintptr socket)
{
    if (socket >= 0)
        ::close(static_cast<int>(socket));
}

void shutDownSocket(qintptr socket)
{
    ::shutdown(static_cast<int>(socket), SHUT_RDWR);
}
#endif

} // namespace

AnswerWatch::AnswerWatch(std::chrono::milliseconds answerWithin)
    : m_answerWithin(answerWithin)
{
}

AnswerWatch::~AnswerWatch()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    closeSocket(m_socket);
}

void AnswerWatch::setSocket(qintptr socket)
{
    const std::scoped_lock lock(m_mutex);
    closeSocket(m_socket);
    m_socket = duplicateSocket(socket);
    if (m_givenUp && m_socket >= 0)
        shutDownSocket(m_socket);
    if (m_socket >= 0 && !m_thread.joinable())
        m_thread = std::thread([this] { run(); });
}

void AnswerWatch::giveUp()
{
    const std::scoped_lock lock(m_mutex);
    m_givenUp = true;
    if (m_socket >= 0)
        shutDownSocket(m_socket);
}

void AnswerWatch::begin()
{
    const std::scoped_lock lock(m_mutex);
    m_deadline = Clock::now() + m_answerWithin;
    // Else it wakes before that by itself, because of an earlier answer.
    if (m_deadline < m_wakes)
        m_changed.notify_all();
}

void AnswerWatch::end()
{
    const std::scoped_lock lock(m_mutex);
    m_deadline = Clock::time_point::max();
}

void AnswerWatch::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        if (m_deadline <= Clock::now()) {
            shutDownSocket(m_socket);
            m_deadline = Clock::time_point::max();
        }
        m_wakes = m_deadline;
        if (m_wakes == Clock::time_point::max())
            m_changed.wait(lock);
        else
            m_changed.wait_until(lock, m_wakes);
    }
}

AnswerWatch::Waiting::Waiting(AnswerWatch *watch)
    : m_watch(watch)
{
    if (m_watch)
        m_watch->begin();
}

AnswerWatch::Waiting::~Waiting()
{
    if (m_watch)
        m_watch->end();
}

Abandonment::~Abandonment()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_changed.notify_all();
    if (m_timer.joinable())
        m_timer.join();
}

void Abandonment::abandon()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_abandoned = true;
        for (AnswerWatch *watch : m_watches)
            watch->giveUp();
    }
    m_changed.notify_all();
}

void Abandonment::abandonIn(std::chrono::milliseconds time)
{
    if (m_timer.joinable())
        return;
    m_timer = std::thread([this, time] {
        std::unique_lock lock(m_mutex);
        if (m_changed.wait_for(lock, time, [this] { return m_ended; }))
            return;
        lock.unlock();
        abandon();
    });
}

bool Abandonment::abandoned() const
{
    const std::scoped_lock lock(m_mutex);
    return m_abandoned;
}

bool Abandonment::waitFor(std::chrono::milliseconds time) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, time, [this] { return m_abandoned; });
}

void Abandonment::add(AnswerWatch *watch)
{
    const std::scoped_lock lock(m_mutex);
    m_watches.push_back(watch);
    if (m_abandoned)
        watch->giveUp();
}

void Abandonment::remove(AnswerWatch *watch)
{
    const std::scoped_lock lock(m_mutex);
    std::erase(m_watches, watch);
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/pending_appends.h"

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Error;
using protocol::Result;

const QUuid PendingAppends::announcementId(u"{5b0c4a0e-7d0e-5c61-9b55-0c8f5a1d7e01}"_s);

namespace {

/// All but the first had sent it again.
void answer(const std::vector<PendingAppends::Done> &waiters, Result<MessageLog::Accepted> result)
{
    for (const auto &done : waiters) {
        done(result);
        if (result)
            result.value().repeat = true;
    }
}

} // namespace

PendingAppends::Start PendingAppends::add(const Key &key, const QByteArray &nickname, Done &done,
                                          Clock::time_point deadline, std::size_t limit,
                                          quint64 *ticket)
{
    const std::scoped_lock lock(m_mutex);
    if (m_closed)
        return Start::Closed;
    if (const auto known = m_tickets.constFind(key); known != m_tickets.cend()) {
        Append &append = m_appends[*known];
        if (append.nickname != nickname)
            return Start::Taken;
        append.waiters.push_back(std::move(done));
        return Start::Joined;
    }
    if (m_appends.size() >= limit)
        return Start::Full;
    *ticket = ++m_lastTicket;
    Append &append = m_appends[*ticket];
    append.key = key;
    append.nickname = nickname;
    append.waiters.push_back(std::move(done));
    append.deadline = deadline;
    m_tickets.insert(key, *ticket);
    Q_ASSERT(matches(std::prev(m_appends.cend())));
    return Start::New;
}

/// Whether appends and tickets stand one for one, this one among them.
bool PendingAppends::matches(Appends::const_iterator append) const
{
    return m_appends.size() == static_cast<std::size_t>(m_tickets.size())
        && m_tickets.value(append->second.key) == append->first;
}

std::vector<PendingAppends::Done> PendingAppends::takeOut(Appends::iterator append)
{
    Q_ASSERT(matches(append));
    std::vector<Done> waiters = std::move(append->second.waiters);
    m_tickets.remove(append->second.key);
    m_appends.erase(append);
    if (m_appends.empty())
        m_emptied.notify_all();
    return waiters;
}

void PendingAppends::acknowledged(quint64 ticket)
{
    std::vector<Done> waiters;
    Result<MessageLog::Accepted> result = MessageLog::Accepted();
    {
        const std::scoped_lock lock(m_mutex);
        const auto append = m_appends.find(ticket);
        if (append == m_appends.end())
            return;
        append->second.acknowledged = true;
        if (!append->second.result)
            return;
        result = *append->second.result;
        waiters = takeOut(append);
    }
    answer(waiters, std::move(result));
}

void PendingAppends::delivered(const Key &key, const MessageIds::Holder &holder)
{
    deliver(key, [&holder](const Append &append) {
        return MessageIds::answer(holder, append.nickname);
    });
}

void PendingAppends::deliveredInVain(const Key &key, const Error &why)
{
    deliver(key, [&why](const Append &) { return why; });
}

template <typename Answer>
void PendingAppends::deliver(const Key &key, const Answer &answerOf)
{
    std::vector<Done> waiters;
    Result<MessageLog::Accepted> result = MessageLog::Accepted();
    {
        const std::scoped_lock lock(m_mutex);
        const auto ticket = m_tickets.constFind(key);
        if (ticket == m_tickets.cend())
            return;
        const auto append = m_appends.find(*ticket);
        // A record that was sent twice is read twice: the first one's place counts.
        if (!append->second.result)
            append->second.result = answerOf(append->second);
        if (!append->second.acknowledged)
            return;
        result = *append->second.result;
        waiters = takeOut(append);
    }
    answer(waiters, std::move(result));
}

void PendingAppends::refuse(quint64 ticket, const Error &error)
{
    std::vector<Done> waiters;
    {
        const std::scoped_lock lock(m_mutex);
        const auto append = m_appends.find(ticket);
        if (append == m_appends.end())
            return;
        waiters = takeOut(append);
    }
    answer(waiters, error);
}

void PendingAppends::expire(Clock::time_point now, const Error &error)
{
    std::vector<Done> waiters;
    {
        const std::scoped_lock lock(m_mutex);
        // All have the same patience, so the first that is not over ends the search.
        while (!m_appends.empty() && m_appends.begin()->second.deadline <= now) {
            std::vector<Done> some = takeOut(m_appends.begin());
            waiters.insert(waiters.end(), std::make_move_iterator(some.begin()),
                           std::make_move_iterator(some.end()));
        }
    }
    answer(waiters, error);
}

std::size_t PendingAppends::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_appends.size();
}

void PendingAppends::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
}

bool PendingAppends::waitUntilEmpty(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_emptied.wait_for(lock, patience, [this] { return m_appends.empty(); });
}

void PendingAppends::refuseAll(const Error &error)
{
    expire(Clock::time_point::max(), error);
}

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database_thread.h"

#include <algorithm>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

Error closedNow()
{
    return {Code::DatabaseUnavailable, u"The database is closed."_s, {}};
}

Error tooBusy()
{
    return {Code::DatabaseUnavailable,
            u"The database has more to do than it can do now; try again."_s,
            std::chrono::seconds(1)};
}

Error tooLate()
{
    return {Code::DatabaseUnavailable, u"The database did not answer in time; try again."_s,
            std::chrono::seconds(1)};
}

} // namespace

DatabaseThread::DatabaseThread(QString databaseUrl, std::size_t waitingMost,
                               Abandonment *abandonment)
    : m_url(std::move(databaseUrl))
    , m_waitingMost(waitingMost)
    , m_abandonment(abandonment)
{
}

DatabaseThread::~DatabaseThread()
{
    close();
}

Result<void> DatabaseThread::open(const std::function<Result<void>(Database &)> &first)
{
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_ended = false;
    m_thread = std::thread([this, &first, &opened] { run(first, opened); });
    auto answer = result.get();
    if (!answer) {
        m_thread.join();
        return answer;
    }
    m_clockThread = std::thread([this] { watchTheClock(); });
    return answer;
}

void DatabaseThread::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_running = false;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_clock.notify_all();
    if (m_clockThread.joinable())
        m_clockThread.join();
}

qint64 DatabaseThread::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return std::ssize(m_waiting) + (m_underWay ? 1 : 0);
}

void DatabaseThread::take(const QuestionPtr &question)
{
    Error refusal = closedNow();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running && !m_overdue && m_waiting.size() < m_waitingMost) {
            m_waiting.push_back(question);
            m_wake.notify_one();
            // Rarely: it sleeps until the first that was asked since it woke last is overdue.
            if (question->deadline < m_clockWakes)
                m_clock.notify_one();
            return;
        }
        if (m_running) {
            refusal = m_overdue ? tooLate() : tooBusy();
            ++m_refused;
        }
    }
    question->refuse(refusal);
}

void DatabaseThread::run(const std::function<Result<void>(Database &)> &first,
                         std::promise<Result<void>> &opened)
{
    const auto parsed = parseDatabaseUrl(m_url);
    if (!parsed) {
        opened.set_value(parsed.error());
        return;
    }
    auto database = Database::open(*parsed, lockPatience, Database::soon, m_abandonment);
    if (!database) {
        opened.set_value(database.error());
        return;
    }
    if (const auto done = first ? first(**database) : Result<void>(); !done) {
        opened.set_value(Error {Code::StartFailed, done.error().sentence, {}});
        return;
    }
    m_healthy = true;
    {
        const std::scoped_lock lock(m_mutex);
        m_running = true;
    }
    opened.set_value({});
    serve(**database);
}

void DatabaseThread::serve(Database &database)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return !m_waiting.empty() || !m_running; });
        if (m_waiting.empty())
            return;
        m_underWay = std::move(m_waiting.front());
        m_waiting.pop_front();
        const QuestionPtr question = m_underWay;
        lock.unlock();
        question->ask(*this, database);
        lock.lock();
        m_underWay.reset();
        m_overdue = false;
    }
}

void DatabaseThread::watchTheClock()
{
    std::unique_lock lock(m_mutex);
    while (!m_ended) {
        m_clockWakes = nextDeadline();
        if (m_clockWakes == Clock::time_point::max())
            m_clock.wait(lock);
        else
            m_clock.wait_until(lock, m_clockWakes);
        const std::vector<QuestionPtr> overdue = takeOverdue(Clock::now());
        lock.unlock();
        for (const QuestionPtr &question : overdue)
            question->refuse(tooLate());
        lock.lock();
    }
}

DatabaseThread::Clock::time_point DatabaseThread::nextDeadline() const
{
    Clock::time_point next = Clock::time_point::max();
    if (m_underWay && !m_overdue)
        next = m_underWay->deadline;
    for (const QuestionPtr &question : m_waiting)
        next = std::min(next, question->deadline);
    return next;
}

std::vector<DatabaseThread::QuestionPtr> DatabaseThread::takeOverdue(Clock::time_point now)
{
    std::vector<QuestionPtr> overdue;
    if (m_underWay && !m_overdue && m_underWay->deadline <= now) {
        m_overdue = true;
        m_healthy = false;
        overdue.push_back(m_underWay);
    }
    std::erase_if(m_waiting, [&](const QuestionPtr &question) {
        if (question->deadline > now)
            return false;
        overdue.push_back(question);
        return true;
    });
    m_refused += std::ssize(overdue);
    return overdue;
}

} // namespace samsa::store

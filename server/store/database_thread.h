// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace samsa::store {

/// A thread with a connection of its own, and the questions that wait for it. Each is answered
/// once and in time, with an error if need be, whatever the database does: a second thread watches
/// the clock. No more than waitingMost wait; what is over that, and what comes while a question is
/// overdue, is refused at once.
///
/// A question that is overdue before its turn is never asked. One that is overdue while it is being
/// asked has an outcome that nobody knows, as with a lost connection. One that fails at once with
/// its connection, or because that is read-only, is asked a second time by another connection.
///
/// Thread: open() and close() from one, the others from any.
class DatabaseThread
{
public:
    /// How long a statement waits for a lock that somebody else holds. Short, because those who ask
    /// next wait too.
    static constexpr std::chrono::milliseconds lockPatience {2000};
    /// How long who asked waits for the answer.
    static constexpr std::chrono::milliseconds answerWithin {5000};

    DatabaseThread(QString databaseUrl, std::size_t waitingMost,
                   Abandonment *abandonment = nullptr);
    ~DatabaseThread(); ///< close()

    /// Connects, has \a first done, and starts to answer. Blocks. StartFailed.
    Result<void> open(const std::function<Result<void>(Database &)> &first = {});
    /// Answers what waits, each in its time, and joins the threads. Idempotent.
    void close();

    /// Has \a job done with the connection in this thread, and its result given to \a answer: in
    /// this thread, in that of the clock, or in the caller's when it is refused.
    /// DatabaseUnavailable. \a job may outlive its answer, so it holds what it needs by value.
    template <typename T>
    void ask(std::function<Result<T>(Database &)> job, std::function<void(Result<T>)> answer,
             std::chrono::milliseconds within = answerWithin);

    /// Whether the last answer of the database was none of an outage.
    bool healthy() const { return m_healthy; }
    /// Questions that wait, with the one that is being asked.
    qint64 waiting() const;
    /// Questions that were refused because too many waited, or were overdue.
    qint64 refused() const { return m_refused; }

    const QString &url() const { return m_url; }

private:
    using Clock = std::chrono::steady_clock;
    /// What fails later than this is not asked again: nobody would wait for it.
    static constexpr std::chrono::milliseconds atOnce {1000};

    class Question
    {
    public:
        explicit Question(Clock::time_point until)
            : deadline(until)
        {
        }
        virtual ~Question() = default;
        virtual void ask(DatabaseThread &thread, Database &database) = 0;
        virtual void refuse(const protocol::Error &error) = 0;
        const Clock::time_point deadline;

    protected:
        /// True for one caller alone: its answer counts.
        bool isFirst() { return !m_answered.exchange(true); }

    private:
        std::atomic<bool> m_answered = false;
    };
    template <typename T>
    class QuestionOf;
    using QuestionPtr = std::shared_ptr<Question>;

    void take(const QuestionPtr &question);
    void run(const std::function<Result<void>(Database &)> &first,
             std::promise<Result<void>> &opened);
    void serve(Database &database);
    void watchTheClock();
    Clock::time_point nextDeadline() const;
    std::vector<QuestionPtr> takeOverdue(Clock::time_point now);

    const QString m_url;
    const std::size_t m_waitingMost;
    Abandonment *const m_abandonment; // May be null.
    std::atomic<bool> m_healthy = false;
    std::atomic<qint64> m_refused = 0;

    mutable std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_wake; // The thread with the connection.
    std::condition_variable m_clock; // The other one.
    std::deque<QuestionPtr> m_waiting;
    QuestionPtr m_underWay; // Null when none is.
    bool m_overdue = false; // The one under way is, and was answered.
    Clock::time_point m_clockWakes = Clock::time_point::max();
    bool m_running = false;
    bool m_ended = false; // Nothing more is asked.

    std::thread m_thread;
    std::thread m_clockThread;
};

template <typename T>
class DatabaseThread::QuestionOf : public Question
{
public:
    QuestionOf(std::function<Result<T>(Database &)> job, std::function<void(Result<T>)> answer,
               Clock::time_point until)
        : Question(until)
        , m_job(std::move(job))
        , m_answer(std::move(answer))
    {
    }

    void ask(DatabaseThread &thread, Database &database) override
    {
        const auto begun = Clock::now();
        Result<T> result = m_job(database);
        if (!result && database.mayAskAgain() && Clock::now() - begun < atOnce)
            result = m_job(database);
        // Before the answer, so that whoever hears it finds healthy() to agree.
        thread.m_healthy =
            result.ok() || result.error().code != protocol::Code::DatabaseUnavailable;
        if (isFirst())
            m_answer(std::move(result));
    }

    void refuse(const protocol::Error &error) override
    {
        if (isFirst())
            m_answer(error);
    }

private:
    const std::function<Result<T>(Database &)> m_job;
    const std::function<void(Result<T>)> m_answer;
};

template <typename T>
void DatabaseThread::ask(std::function<Result<T>(Database &)> job,
                         std::function<void(Result<T>)> answer, std::chrono::milliseconds within)
{
    take(std::make_shared<QuestionOf<T>>(std::move(job), std::move(answer), Clock::now() + within));
}

} // namespace samsa::store

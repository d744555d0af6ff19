// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/local/local_log.h"

#include "server/log/local/local_writer.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// One transaction takes at most this many, so that the first of a long queue need not wait for the
/// last.
constexpr std::size_t appendsInOneTurn = 1000;

} // namespace

/// The thread and its queue; what is done with a turn's appends is LocalWriter's.
class LocalLog::Engine
{
public:
    Engine(QString databaseUrl, Tail &tail, int queueLimit, store::Abandonment *abandonment)
        : m_databaseUrl(std::move(databaseUrl))
        , m_abandonment(abandonment)
        , m_tail(tail)
        , m_queueLimit(static_cast<std::size_t>(queueLimit))
    {
    }

    Result<void> open(Deliver deliver)
    {
        std::promise<Result<void>> opened;
        auto result = opened.get_future();
        m_thread =
            std::thread([this, &opened, deliver = std::move(deliver)] { run(opened, deliver); });
        auto answer = result.get();
        if (!answer)
            m_thread.join();
        return answer;
    }

    void append(LocalAppend append)
    {
        Error refusal;
        {
            const std::scoped_lock lock(m_mutex);
            if (m_state == State::Open && m_queue.size() < m_queueLimit) {
                m_queue.push_back(std::move(append));
                m_changed.notify_all();
                return;
            }
            refusal = m_state == State::Open
                ? Error {Code::TooManyRequests,
                         u"The server has more messages to store than it can take "
                         "now; try again."_s,
                         std::chrono::seconds(1)}
                : Error {Code::ShuttingDown, u"The server is stopping."_s, {}};
        }
        append.refuse(refusal);
    }

    /// What the tail does not know is nowhere: nobody else writes this log.
    Result<void> confirm(const RoomRef &room, const Cursor &cursor) const
    {
        if (m_tail.vouchesFor(room.id, cursor))
            return {};
        const Epochs &epochs = m_tail.epochs();
        const qint64 last = m_tail.lastPosition(room.id);
        const QByteArray epoch = epochs.textOf(room.partition);
        return cursor.epoch.isNull() || epochs.judge(cursor) == Epochs::Verdict::Good
            ? cursorAhead(last, epoch)
            : epochChanged(last, epoch);
    }

    LogHealth health() const
    {
        const std::scoped_lock lock(m_mutex);
        const bool open = m_state == State::Open;
        return {.writable = open && m_failure.isEmpty(),
                .readable = open,
                .pendingAppends = static_cast<qint64>(m_queue.size() + m_underWay),
                .sentence = open ? m_failure : u"The log is closed."_s};
    }

    void close(std::chrono::milliseconds deadline)
    {
        std::unique_lock lock(m_mutex);
        if (m_state == State::Open)
            m_state = State::Draining;
        m_changed.notify_all();
        m_changed.wait_for(lock, deadline, [this] { return m_state == State::Closed; });
        m_abandon = true;
        lock.unlock();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    enum class State { Closed, Open, Draining };

    void run(std::promise<Result<void>> &opened, const Deliver &deliver)
    {
        auto writer = LocalWriter::open(m_databaseUrl, m_tail, deliver, m_abandon, m_abandonment);
        if (!writer) {
            opened.set_value(writer.error());
            return;
        }
        {
            const std::scoped_lock lock(m_mutex);
            m_state = State::Open;
        }
        opened.set_value({});
        serve(**writer);
    }

    void serve(LocalWriter &writer)
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [this] { return !m_queue.empty() || m_state != State::Open; });
            if (m_queue.empty() || m_abandon)
                break;
            const auto end = m_queue.begin()
                + static_cast<std::ptrdiff_t>(std::min(m_queue.size(), appendsInOneTurn));
            const std::vector<LocalAppend> turn(std::make_move_iterator(m_queue.begin()),
                                                std::make_move_iterator(end));
            m_queue.erase(m_queue.begin(), end);
            m_underWay = turn.size();
            lock.unlock();
            const auto written = writer.write(turn);
            lock.lock();
            m_underWay = 0;
            m_failure = written ? QString() : written.error().sentence;
            lock.unlock();
            // Whoever hears the answer finds health() to agree with it.
            LocalWriter::answer(turn, written);
            lock.lock();
        }
        const std::deque<LocalAppend> abandoned = std::exchange(m_queue, {});
        lock.unlock();
        for (const LocalAppend &append : abandoned)
            append.refuse({Code::LogUnavailable,
                           u"The server stopped before it could store the message."_s,
                           {}});
        lock.lock();
        m_state = State::Closed;
        m_changed.notify_all();
    }

    const QString m_databaseUrl;
    store::Abandonment *const m_abandonment; // May be null.
    Tail &m_tail;
    const std::size_t m_queueLimit;

    mutable std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_changed;
    State m_state = State::Closed;
    std::deque<LocalAppend> m_queue;
    std::size_t m_underWay = 0;
    QString m_failure; // Of the last turn; empty when it went well.

    std::atomic<bool> m_abandon = false;
    std::thread m_thread;
};

LocalLog::LocalLog(QString databaseUrl, Tail &tail, int queueLimit, store::Abandonment *abandonment)
    : m_engine(std::make_unique<Engine>(std::move(databaseUrl), tail, queueLimit, abandonment))
{
}

LocalLog::~LocalLog()
{
    close(std::chrono::milliseconds(0));
}

Result<void> LocalLog::open(Deliver deliver, std::chrono::milliseconds)
{
    return m_engine->open(std::move(deliver));
}

void LocalLog::append(NewMessage message, AppendDone done)
{
    m_engine->append({std::move(message), std::move(done), std::nullopt, {}});
}

void LocalLog::announce(RoomCreated room, RoomDone done)
{
    m_engine->append({{}, {}, std::move(room), std::move(done)});
}

void LocalLog::confirm(const RoomRef &room, const Cursor &cursor, RoomDone done)
{
    done(m_engine->confirm(room, cursor));
}

int LocalLog::partitionCount() const
{
    return 1;
}

LogHealth LocalLog::health() const
{
    return m_engine->health();
}

void LocalLog::close(std::chrono::milliseconds deadline)
{
    m_engine->close(deadline);
}

} // namespace samsa::log

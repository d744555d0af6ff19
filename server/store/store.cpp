// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/store.h"

#include "server/store/database.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/position_table.h"
#include "server/store/room_table.h"
#include "server/store/session_table.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

/// How long a request waits for a lock that somebody else holds. Short, because the requests behind
/// it wait too.
constexpr std::chrono::milliseconds lockPatience {2000};

/// How long a server's database may take to change its tables.
constexpr std::chrono::hours migrationTime {1};

using PersistedPositions = QList<std::pair<int, qint64>>;

Result<void> migrateOnce(const DatabaseUrl &url)
{
    const bool file = url.kind == DatabaseUrl::Kind::Sqlite;
    auto database = file ? Database::open(url, lockPatience)
                         : Database::open(url, migrationTime, migrationTime);
    return database ? migrate(**database) : database.error();
}

Result<PersistedPositions> persistedPositionsOf(Database &database)
{
    const auto rows = PositionTable(database).all();
    if (!rows)
        return rows.error();
    PersistedPositions positions;
    for (const LogPosition &row : *rows)
        positions.append({row.partition, row.persisted()});
    return positions;
}

Result<std::optional<StoredMessage>> findOne(Database &database, const RoomRef &room,
                                             const QUuid &id)
{
    const auto found = MessageTable(database).find(room, {id});
    if (!found)
        return found.error();
    const auto message = found->constFind(id);
    return message == found->cend() ? std::nullopt : std::optional(*message);
}

} // namespace

/// The thread, its connection, and the jobs that wait for it.
class Store::Thread
{
public:
    explicit Thread(QString databaseUrl)
        : url(std::move(databaseUrl))
    {
    }

    Result<void> open()
    {
        std::promise<Result<void>> opened;
        auto result = opened.get_future();
        m_thread = std::thread([this, &opened] { run(opened); });
        auto answer = result.get();
        if (!answer)
            close();
        return answer;
    }

    void close()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_running = false;
        }
        m_wake.notify_all();
        if (m_thread.joinable())
            m_thread.join();
    }

    /// Has \a job done with the connection, and its result given to \a answer, in this thread or,
    /// when the store is closed, at once.
    template <typename T>
    void ask(std::function<Result<T>(Database &)> job, std::function<void(Result<T>)> answer)
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (m_running) {
                m_jobs.push_back(
                    [this, job = std::move(job), answer = std::move(answer)](Database &database) {
                        Result<T> result = job(database);
                        healthy = result.ok() || result.error().code != Code::DatabaseUnavailable;
                        answer(std::move(result));
                    });
                m_wake.notify_one();
                return;
            }
        }
        answer(Error {Code::DatabaseUnavailable, u"The database is closed."_s, {}});
    }

    template <typename T>
    Result<T> askNow(std::function<Result<T>(Database &)> job)
    {
        std::promise<Result<T>> promise;
        auto future = promise.get_future();
        ask<T>(std::move(job),
               [&promise](Result<T> result) { promise.set_value(std::move(result)); });
        return future.get();
    }

    const QString url;
    std::atomic<bool> healthy = false;
    PersistedPositions positionsAtOpen; // Written before open() answers.

private:
    void run(std::promise<Result<void>> &opened)
    {
        const auto parsed = parseDatabaseUrl(url);
        if (!parsed) {
            opened.set_value(parsed.error());
            return;
        }
        if (auto migrated = migrateOnce(*parsed); !migrated) {
            opened.set_value(std::move(migrated));
            return;
        }
        auto database = Database::open(*parsed, lockPatience);
        if (!database) {
            opened.set_value(database.error());
            return;
        }
        Database &connection = **database;
        const auto positions = persistedPositionsOf(connection);
        if (!positions) {
            opened.set_value(Error {Code::StartFailed, positions.error().sentence, {}});
            return;
        }
        positionsAtOpen = *positions;
        healthy = true;
        {
            const std::scoped_lock lock(m_mutex);
            m_running = true;
        }
        opened.set_value({});
        serve(connection);
    }

    void serve(Database &database)
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return !m_jobs.empty() || !m_running; });
            if (m_jobs.empty())
                return;
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job(database);
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void(Database &)>> m_jobs; // guarded by m_mutex
    bool m_running = false; // guarded by m_mutex
    std::thread m_thread;
};

Store::Store(QString url)
    : m_thread(std::make_unique<Thread>(std::move(url)))
{
}

Store::~Store()
{
    close();
}

Result<void> Store::open()
{
    return m_thread->open();
}

void Store::close()
{
    m_thread->close();
}

bool Store::healthy() const
{
    return m_thread->healthy;
}

QString Store::url() const
{
    return m_thread->url;
}

PersistedPositions Store::positionsAtOpen() const
{
    return m_thread->positionsAtOpen;
}

void Store::claimNickname(SessionRow row, ReplyTo<Result<void>> reply)
{
    m_thread->ask<void>(
        [row = std::move(row)](Database &database) { return SessionTable(database).claim(row); },
        std::move(reply));
}

void Store::findSession(QByteArray tokenHash, ReplyTo<Result<std::optional<SessionRow>>> reply)
{
    m_thread->ask<std::optional<SessionRow>>(
        [tokenHash = std::move(tokenHash)](Database &database) {
            return SessionTable(database).find(tokenHash);
        },
        std::move(reply));
}

void Store::touchSessions(QList<std::pair<QByteArray, Timestamp>> expiries)
{
    m_thread->ask<void>([expiries = std::move(expiries)](
                            Database &database) { return SessionTable(database).touch(expiries); },
                        [](const Result<void> &) {
                        }); // A failure is in the log; the next use of the session tries again.
}

void Store::deleteSession(QByteArray tokenHash, ReplyTo<Result<void>> reply)
{
    m_thread->ask<void>(
        [tokenHash = std::move(tokenHash)](Database &database) {
            return SessionTable(database).remove(tokenHash);
        },
        std::move(reply));
}

void Store::createRoom(RoomRow row, ReplyTo<Result<RoomRef>> reply)
{
    m_thread->ask<RoomRef>(
        [row = std::move(row)](Database &database) { return RoomTable(database).insert(row); },
        std::move(reply));
}

void Store::findRoom(QUuid id, ReplyTo<Result<std::optional<RoomRow>>> reply)
{
    m_thread->ask<std::optional<RoomRow>>(
        [id](Database &database) { return RoomTable(database).find(id); }, std::move(reply));
}

void Store::loadRooms(ReplyTo<Result<QList<RoomRow>>> reply)
{
    m_thread->ask<QList<RoomRow>>([](Database &database) { return RoomTable(database).all(); },
                                  std::move(reply));
}

void Store::history(RoomRef room, std::optional<qint64> after, std::optional<qint64> before,
                    qint64 ceiling, int limit, ReplyTo<Result<std::vector<EntryPtr>>> reply)
{
    m_thread->ask<std::vector<EntryPtr>>(
        [=](Database &database) {
            return MessageTable(database).history(room, after, before, ceiling, limit);
        },
        std::move(reply));
}

void Store::findMessage(RoomRef room, QUuid id, ReplyTo<Result<std::optional<StoredMessage>>> reply)
{
    m_thread->ask<std::optional<StoredMessage>>(
        [=](Database &database) { return findOne(database, room, id); }, std::move(reply));
}

void Store::persistedPositions(ReplyTo<Result<PersistedPositions>> reply)
{
    m_thread->ask<PersistedPositions>(persistedPositionsOf, std::move(reply));
}

Result<QList<RoomRow>> Store::loadRoomsNow()
{
    return m_thread->askNow<QList<RoomRow>>(
        [](Database &database) { return RoomTable(database).all(); });
}

Result<std::optional<RoomRow>> Store::findRoomNow(const QUuid &id)
{
    return m_thread->askNow<std::optional<RoomRow>>(
        [&](Database &database) { return RoomTable(database).find(id); });
}

Result<QHash<QUuid, StoredMessage>> Store::findMessagesNow(const RoomRef &room,
                                                           const QList<QUuid> &ids)
{
    return m_thread->askNow<QHash<QUuid, StoredMessage>>(
        [&](Database &database) { return MessageTable(database).find(room, ids); });
}

Result<PersistedPositions> Store::persistedPositionsNow()
{
    return m_thread->askNow<PersistedPositions>(persistedPositionsOf);
}

Result<LogPosition> Store::settlePartitionNow(int partition, const Watermarks &watermarks)
{
    return m_thread->askNow<LogPosition>(
        [&](Database &database) { return PositionTable(database).settle(partition, watermarks); });
}

} // namespace samsa::store

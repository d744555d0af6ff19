// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/search_indexer.h"

#include "server/store/search_index.h"

#include <algorithm>

namespace samsa::persist {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds indexPatience = 250ms;
constexpr std::chrono::milliseconds betweenLooks = 400ms;
constexpr std::chrono::milliseconds leastRest = 1ms;
constexpr int restForWork = 3;
constexpr int stepsInARoom = 50;

} // namespace

SearchIndexer::SearchIndexer(QString databaseUrl, store::Abandonment *abandonment)
    : m_databaseUrl(std::move(databaseUrl))
    , m_abandonment(abandonment)
    , m_lastWhole(Clock::now().time_since_epoch().count())
{
}

SearchIndexer::~SearchIndexer()
{
    stop();
}

void SearchIndexer::start()
{
    m_thread = std::thread([this] { run(); });
}

void SearchIndexer::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

qint64 SearchIndexer::indexed() const
{
    return m_indexed;
}

std::chrono::milliseconds SearchIndexer::lag() const
{
    if (m_whole)
        return 0ms;
    const Clock::time_point whole {Clock::duration(m_lastWhole)};
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - whole);
}

void SearchIndexer::run()
{
    std::unique_ptr<store::Database> database;
    do {
        m_whole = look(database);
        if (m_whole)
            m_lastWhole = Clock::now().time_since_epoch().count();
    } while (!pause(betweenLooks));
}

/// True: every message that the database held when it began is in the index.
bool SearchIndexer::look(std::unique_ptr<store::Database> &database)
{
    if (!database) {
        const auto url = parseDatabaseUrl(m_databaseUrl);
        auto opened = url
            ? store::Database::open(*url, indexPatience, store::Database::soon, m_abandonment)
            : url.error();
        if (!opened)
            return false;
        database = std::move(opened).value();
    }
    // Two would only wait for each other.
    const QString name = u"samsa search index"_s;
    const auto mine = database->tryLock(name);
    if (!mine)
        return false;
    if (!*mine) {
        const auto behind = store::SearchIndex(*database).roomsBehind(0);
        return behind && behind->isEmpty();
    }
    const bool whole = catchUp(*database);
    // Lost with its connection at worst.
    return database->unlock(name).ok() && whole;
}

bool SearchIndexer::catchUp(store::Database &database)
{
    store::SearchIndex index(database);
    qint64 last = 0;
    bool whole = true;
    for (;;) {
        const auto rooms = index.roomsBehind(last);
        if (!rooms)
            return false;
        if (rooms->isEmpty())
            return whole;
        m_whole = false;
        for (const store::SearchIndex::Room &room : *rooms) {
            const auto done = catchUp(index, room);
            if (!done)
                return false;
            whole = whole && *done;
            last = room.key;
        }
    }
}

/// True: the room is in the index. A room where people speak faster than this leaves the others
/// their turn. Nothing: it does not work, or it is time to end.
std::optional<bool> SearchIndexer::catchUp(store::SearchIndex &index,
                                           const store::SearchIndex::Room &room)
{
    for (int step = 0; step < stepsInARoom; ++step) {
        const auto begun = Clock::now();
        const auto added = index.addSome(room);
        if (!added) {
            qCWarning(store::lcStore)
                << "Messages cannot be put into the search index at the moment; "
                   "trying later.";
            return std::nullopt;
        }
        m_indexed += *added;
        const auto took = std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - begun);
        if (pause(std::max(took * restForWork, leastRest)))
            return std::nullopt;
        if (*added < store::SearchIndex::rowsAtOnce)
            return true;
    }
    return false;
}

/// True when it is time to end.
bool SearchIndexer::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, time, [this] { return m_stop; });
}

} // namespace samsa::persist

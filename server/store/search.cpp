// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;

namespace {

constexpr std::chrono::milliseconds searchPatience = 2s;
/// The server itself gives up after five seconds.
constexpr std::chrono::milliseconds searchAnswerWithin = 6s;

Error busy()
{
    return {Code::SearchBusy, u"Too many search at once. Try again after a pause."_s, 1s};
}

Result<std::unique_ptr<Database>> open(const QString &databaseUrl, Abandonment *abandonment)
{
    const auto url = parseDatabaseUrl(databaseUrl);
    if (!url)
        return url.error();
    auto database = Database::open(*url, searchPatience, searchAnswerWithin, abandonment);
    if (!database) {
        return Error {Code::DatabaseUnavailable, u"The database does not answer at the moment."_s,
                      1s};
    }
    return database;
}

} // namespace

Search::Search(QString databaseUrl, Abandonment *abandonment)
    : m_databaseUrl(std::move(databaseUrl))
    , m_abandonment(abandonment)
{
}

Search::~Search()
{
    stop();
}

void Search::start()
{
    m_running = true;
    m_thread = std::thread([this] { run(); });
}

void Search::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_running = false;
        for (const Asked &asked : m_asked)
            asked.reply(busy());
        m_asked.clear();
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Search::find(SearchRequest request, ReplyTo<Result<SearchPage>> reply)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running && m_asked.size() < queueMax) {
            m_asked.push_back({std::move(request), std::move(reply)});
            m_wake.notify_one();
            return;
        }
    }
    reply(busy());
}

void Search::run()
{
    std::unique_ptr<Database> database;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return !m_asked.empty() || !m_running; });
        if (!m_running)
            return;
        const Asked asked = std::move(m_asked.front());
        m_asked.pop_front();
        lock.unlock();
        asked.reply(answer(database, asked.request));
        lock.lock();
    }
}

Result<SearchPage> Search::answer(std::unique_ptr<Database> &database, const SearchRequest &request)
{
    if (!database) {
        auto opened = open(m_databaseUrl, m_abandonment);
        if (!opened)
            return opened.error();
        database = std::move(opened).value();
    }
    if (m_connections != database->connections()) {
        for (const QString &statement : database->dialect().search.onConnect)
            if (const auto done = database->execute(statement); !done)
                return done.error();
        m_connections = database->connections();
    }
    return findMessages(*database, request);
}

} // namespace samsa::store

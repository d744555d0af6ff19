// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/task_queue.h"
#include "server/store/search_finder.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace samsa::store {

/// Answers searches, one after the other, in a thread with a connection of its own, so that history
/// and nicknames never wait for them. No more than queueMax wait.
///
/// Thread: start() and stop() from one thread, find() from any.
class Search
{
public:
    static constexpr std::size_t queueMax = 32;

    /// \a abandonment, if there is one, ends all waiting.
    explicit Search(QString databaseUrl, Abandonment *abandonment = nullptr);
    ~Search(); ///< stop()

    /// Starts the thread; the database must be migrated (Store::open).
    void start();
    /// Answers what waits with SearchBusy, and joins the thread. Idempotent.
    void stop();

    /// SearchBusy, DatabaseUnavailable.
    void find(SearchRequest request, ReplyTo<Result<SearchPage>> reply);

private:
    struct Asked
    {
        SearchRequest request;
        ReplyTo<Result<SearchPage>> reply;
    };

    void run();
    Result<SearchPage> answer(std::unique_ptr<Database> &database, const SearchRequest &request);

    const QString m_databaseUrl;
    Abandonment *const m_abandonment; // May be null.
    int m_connections = 0; // Of the thread: how often what the connection needs was said.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Asked> m_asked; // guarded by m_mutex
    bool m_running = false; // guarded by m_mutex
    std::thread m_thread;
};

} // namespace samsa::store

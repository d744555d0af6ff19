// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/search_index.h"

#include <QString>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace samsa::store {
class Abandonment;
}

namespace samsa::persist {

/// Keeps the search index behind the messages, a few rows a transaction, and resting three times as
/// long as it worked, so that whoever persists comes first. A new message is in it within about a
/// second. It also fills the index of a database that had none. Runs where messages are persisted;
/// of several servers one at a time does the work. With the database away it tries again.
///
/// Thread: one of its own, with a connection of its own. start() and stop() from one thread, the
/// rest from any.
class SearchIndexer
{
public:
    /// \a abandonment, if there is one, ends all waiting.
    explicit SearchIndexer(QString databaseUrl, store::Abandonment *abandonment = nullptr);
    ~SearchIndexer(); ///< stop()

    /// Starts the thread; the database must be migrated (Store::open).
    void start();
    /// Lets the transaction under way end and joins the thread. Idempotent.
    void stop();

    qint64 indexed() const; ///< Messages that this process put into the index.
    /// How long ago this process last saw the index whole; 0 while it is.
    std::chrono::milliseconds lag() const;

private:
    using Clock = std::chrono::steady_clock;

    void run();
    bool look(std::unique_ptr<store::Database> &database);
    bool catchUp(store::Database &database);
    std::optional<bool> catchUp(store::SearchIndex &index, const store::SearchIndex::Room &room);
    bool pause(std::chrono::milliseconds time);

    const QString m_databaseUrl;
    store::Abandonment *const m_abandonment; // May be null.
    std::atomic<qint64> m_indexed = 0;
    std::atomic<bool> m_whole = false;
    std::atomic<Clock::duration::rep> m_lastWhole;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stop = false; // guarded by m_mutex
    std::thread m_thread;
};

} // namespace samsa::persist

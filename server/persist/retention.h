// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/entry.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace samsa::store {
class Abandonment;
class Database;
} // namespace samsa::store

namespace samsa::persist {

/// Keeps the database free of messages over an age, from time to time, a few rows a transaction
/// (MessageRemoval). Runs where messages are moved into the database; any number of servers may run
/// it on one. Looking takes no more than a twentieth of its thread's time. With the database away
/// it tries again later.
///
/// Thread: one of its own, with a connection of its own. start() and stop() from one thread, the
/// rest from any.
class Retention
{
public:
    struct Settings
    {
        std::chrono::milliseconds age {}; ///< A message older than this goes.
        std::function<Timestamp()> clock; ///< Now; called in the thread.
        std::chrono::milliseconds pause = std::chrono::minutes(1); ///< Between two looks, at least.
    };

    /// \a abandonment, if there is one, ends all waiting.
    Retention(QString databaseUrl, Settings settings, store::Abandonment *abandonment = nullptr);
    ~Retention(); ///< stop()

    /// Starts the thread; the database must be migrated (Store::open).
    void start();
    /// Lets the transaction under way end and joins the thread. Idempotent.
    void stop();
    /// Something is over age now: look soon.
    void wake();

    qint64 removed() const; ///< Messages that this process removed.

private:
    void run();
    std::chrono::milliseconds look(std::unique_ptr<store::Database> &database);
    bool pause(std::chrono::milliseconds least, std::chrono::milliseconds most);

    const QString m_databaseUrl;
    store::Abandonment *const m_abandonment; // May be null.
    const Settings m_settings;
    std::atomic<qint64> m_removed = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stop = false; // guarded by m_mutex
    bool m_woken = false; // guarded by m_mutex
    std::thread m_thread;
};

} // namespace samsa::persist

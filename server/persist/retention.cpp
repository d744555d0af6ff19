// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/retention.h"

#include "server/store/message_removal.h"

#include <algorithm>

namespace samsa::persist {

using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds removalPatience = 250ms;
/// Between two transactions, for everybody else.
constexpr std::chrono::milliseconds breath = 20ms;
constexpr int shareOfTime = 20;

} // namespace

Retention::Retention(QString databaseUrl, Settings settings, store::Abandonment *abandonment)
    : m_databaseUrl(std::move(databaseUrl))
    , m_abandonment(abandonment)
    , m_settings(std::move(settings))
{
}

Retention::~Retention()
{
    stop();
}

void Retention::start()
{
    m_thread = std::thread([this] { run(); });
}

void Retention::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Retention::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_woken = true;
    }
    m_changed.notify_all();
}

qint64 Retention::removed() const
{
    return m_removed;
}

void Retention::run()
{
    std::unique_ptr<store::Database> database;
    for (;;) {
        const auto least = look(database) * shareOfTime;
        if (pause(least, std::max(least, m_settings.pause)))
            return;
    }
}

/// One look at every room; how long it took.
std::chrono::milliseconds Retention::look(std::unique_ptr<store::Database> &database)
{
    const auto begun = Clock::now();
    if (!database) {
        const auto url = parseDatabaseUrl(m_databaseUrl);
        auto opened = url
            ? store::Database::open(*url, removalPatience, store::Database::soon, m_abandonment)
            : url.error();
        if (opened)
            database = std::move(opened).value();
    }
    Clock::duration paused {};
    if (database) {
        store::MessageRemoval removal(*database, [this, &paused] {
            const auto from = Clock::now();
            const bool stop = pause(breath, breath);
            paused += Clock::now() - from;
            return stop;
        });
        const auto done = removal.removeOlderThan(m_settings.clock() - m_settings.age);
        m_removed += removal.removed();
        if (!done)
            qCWarning(store::lcStore)
                << "Old messages cannot be removed at the moment; trying later.";
    }
    return std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - begun - paused);
}

/// Waits: \a least in any case, \a most unless somebody wakes us. True when it is time to end.
bool Retention::pause(std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    std::unique_lock lock(m_mutex);
    if (m_changed.wait_for(lock, least, [this] { return m_stop; }))
        return true;
    m_changed.wait_for(lock, most - least, [this] { return m_stop || m_woken; });
    if (most > least)
        m_woken = false;
    return m_stop;
}

} // namespace samsa::persist

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>

#include <chrono>
#include <mutex>
#include <optional>

namespace samsa::chat {

/// A token bucket per key (a session, an address): so many at once, and so many a second on
/// average. Any thread; a take is a hash look-up under a mutex. Buckets that are full again are
/// forgotten by the way.
class RateLimit
{
public:
    using Clock = std::chrono::steady_clock;

    /// \a perSecond 0: no limit.
    RateLimit(double perSecond, double burst);

    /// Takes one; when there is none, the time after which there will be.
    std::optional<std::chrono::seconds> take(const QByteArray &key,
                                             Clock::time_point now = Clock::now())
    {
        return take(key, 1, now);
    }
    /// Takes so many, or none; of more than there can be at once it takes all there can be.
    std::optional<std::chrono::seconds> take(const QByteArray &key, int count,
                                             Clock::time_point now);

    qsizetype buckets() const;

private:
    struct Bucket
    {
        double tokens;
        Clock::time_point filled;
    };
    void forgetFull(Clock::time_point now);

    const double m_perSecond;
    const double m_burst;
    mutable std::mutex m_mutex;
    QHash<QByteArray, Bucket> m_buckets; // Guarded by m_mutex.
    qsizetype m_forgetAt = 1024;
};

} // namespace samsa::chat

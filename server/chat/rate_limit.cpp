// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace samsa::chat {

namespace {

double secondsBetween(RateLimit::Clock::time_point from, RateLimit::Clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

RateLimit::RateLimit(double perSecond, double burst)
    : m_perSecond(perSecond)
    , m_burst(std::max(burst, 1.0))
{
}

std::optional<std::chrono::seconds> RateLimit::take(const QByteArray &key, int count,
                                                    Clock::time_point now)
{
    if (m_perSecond <= 0)
        return std::nullopt;
    const std::scoped_lock lock(m_mutex);
    if (m_buckets.size() >= m_forgetAt)
        forgetFull(now);
    auto bucket = m_buckets.find(key);
    if (bucket == m_buckets.end())
        bucket = m_buckets.insert(key, Bucket {m_burst, now});
    bucket->tokens =
        std::min(m_burst, bucket->tokens + secondsBetween(bucket->filled, now) * m_perSecond);
    bucket->filled = now;
    const double wanted = std::min(double(count), m_burst);
    if (bucket->tokens >= wanted) {
        bucket->tokens -= wanted;
        return std::nullopt;
    }
    return std::chrono::seconds(
        std::max(1, int(std::ceil((wanted - bucket->tokens) / m_perSecond))));
}

qsizetype RateLimit::buckets() const
{
    const std::scoped_lock lock(m_mutex);
    return m_buckets.size();
}

void RateLimit::forgetFull(Clock::time_point now)
{
    m_buckets.removeIf([&](const auto &entry) {
        const Bucket &bucket = entry.value();
        return bucket.tokens + secondsBetween(bucket.filled, now) * m_perSecond >= m_burst;
    });
    // Looking through them all is paid for by as many takes as there are buckets.
    m_forgetAt = std::max<qsizetype>(1024, 2 * m_buckets.size());
}

} // namespace samsa::chat

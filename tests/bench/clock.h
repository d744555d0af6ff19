// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <ctime>

namespace samsa::bench {

/// Nanoseconds of the monotonic clock.
using Nanoseconds = std::int64_t;

inline constexpr Nanoseconds oneSecond = 1'000'000'000;

inline Nanoseconds nanoseconds(const timespec &time)
{
    return Nanoseconds {time.tv_sec} * oneSecond + time.tv_nsec;
}

inline Nanoseconds nowOn(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return nanoseconds(time);
}

inline Nanoseconds now()
{
    return nowOn(CLOCK_MONOTONIC);
}

inline double seconds(Nanoseconds time)
{
    return double(time) / double(oneSecond);
}

inline Nanoseconds fromSeconds(double time)
{
    return Nanoseconds(time * double(oneSecond));
}

} // namespace samsa::bench

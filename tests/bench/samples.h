// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/clock.h"

#include <cstddef>
#include <vector>

namespace samsa::bench {

/// Times that were measured, all of them kept: a percentile is one of the times, not an estimate.
class Samples
{
public:
    void reserve(std::size_t count) { m_times.reserve(count); }
    void add(Nanoseconds time) { m_times.push_back(time); }
    void clear() { m_times.clear(); }
    std::size_t count() const { return m_times.size(); }

    /// The smallest time that at least this part of all does not exceed (nearest rank), in
    /// milliseconds; 0 without samples. Reorders the samples, which takes time proportional to
    /// their number.
    double milliseconds(double part);

private:
    std::vector<Nanoseconds> m_times;
};

} // namespace samsa::bench

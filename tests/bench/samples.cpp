// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/samples.h"

#include <algorithm>
#include <cmath>

namespace samsa::bench {

double Samples::milliseconds(double part)
{
    if (m_times.empty())
        return 0;
    // A part such as 0.99 is a little more than itself in binary, and must not reach the next rank.
    const double rank = std::ceil(part * double(m_times.size()) - 1e-9);
    const auto index = std::size_t(std::clamp(rank, 1.0, double(m_times.size()))) - 1;
    const auto at = m_times.begin() + std::ptrdiff_t(index);
    std::nth_element(m_times.begin(), at, m_times.end());
    return double(*at) / 1e6;
}

} // namespace samsa::bench

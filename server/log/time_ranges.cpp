// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/time_ranges.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace samsa::log {

bool TimeRanges::contains(Timestamp time) const
{
    const auto behind = m_ranges.upper_bound(time);
    return behind != m_ranges.cbegin() && std::prev(behind)->second >= time;
}

void TimeRanges::add(Timestamp time)
{
    if (contains(time))
        return;
    m_ranges.emplace(time, time);
    if (m_ranges.size() > rangesMost)
        joinTheClosest();
}

void TimeRanges::dropBefore(Timestamp time)
{
    while (!m_ranges.empty() && m_ranges.begin()->second < time)
        m_ranges.erase(m_ranges.begin());
}

/// Half of the ranges go into their neighbours at once, so that it is not done for each moment that
/// comes.
void TimeRanges::joinTheClosest()
{
    using Range = std::map<Timestamp, Timestamp>::iterator;
    std::vector<std::pair<Timestamp::duration, Range>> gaps; // Before each range but the first.
    gaps.reserve(m_ranges.size());
    for (auto range = std::next(m_ranges.begin()); range != m_ranges.end(); ++range)
        gaps.emplace_back(range->first - std::prev(range)->second, range);
    const auto middle = gaps.begin() + std::ssize(gaps) / 2;
    const auto isCloser = [](const auto &left, const auto &right) {
        return left.first < right.first;
    };
    std::nth_element(gaps.begin(), middle, gaps.end(), isCloser);
    std::for_each(gaps.begin(), middle, [this](const auto &gap) {
        std::prev(gap.second)->second = gap.second->second;
        m_ranges.erase(gap.second);
    });
}

} // namespace samsa::log

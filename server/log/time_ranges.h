// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <map>

namespace samsa::log {

/// A set of moments in bounded memory: when there are too many, those that are closest to each
/// other become a range, and all that lies within counts as in the set. So it may say yes too
/// often, and never no too often. Not for several threads at once.
class TimeRanges
{
public:
    static constexpr std::size_t rangesMost = 10'000;

    void add(Timestamp time);
    bool contains(Timestamp time) const;
    /// What is before this is asked about no more.
    void dropBefore(Timestamp time);

private:
    void joinTheClosest();

    std::map<Timestamp, Timestamp> m_ranges; // First and last moment of each; they do not touch.
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>

namespace samsa::app {

/// The pause before the next try: growing, and drawn at random so that many clients that lost the
/// same server do not all come back in the same instant. "Full jitter": the ceiling doubles from
/// 0.5 s to 30 s with each failure, the pause is anywhere between a small floor and that ceiling.
class Backoff
{
public:
    using Random = std::function<double()>; ///< From 0 up to, not including, 1.

    explicit Backoff(std::chrono::milliseconds firstCeiling = std::chrono::milliseconds(500),
                     std::chrono::milliseconds lastCeiling = std::chrono::seconds(30),
                     Random random = {});

    /// The pause after one more failure.
    std::chrono::milliseconds next();
    /// It worked: the next failure starts small again.
    void reset();
    int failures() const { return m_failures; }

private:
    std::chrono::milliseconds m_firstCeiling;
    std::chrono::milliseconds m_lastCeiling;
    Random m_random;
    int m_failures = 0;
};

} // namespace samsa::app

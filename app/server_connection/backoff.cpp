// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/backoff.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstdint>

namespace samsa::app {

namespace {

// Less than this and a server that refuses at once would be asked in a tight loop.
constexpr std::chrono::milliseconds leastPause {50};

} // namespace

Backoff::Backoff(std::chrono::milliseconds firstCeiling, std::chrono::milliseconds lastCeiling,
                 Random random)
    : m_firstCeiling(firstCeiling)
    , m_lastCeiling(lastCeiling)
    , m_random(random ? std::move(random)
                      : Random([] { return QRandomGenerator::global()->generateDouble(); }))
{
}

std::chrono::milliseconds Backoff::next()
{
    const int doublings = std::min(m_failures, 16); // 2^16 is beyond any ceiling, and no overflow
    ++m_failures;
    const auto ceiling = std::min(m_lastCeiling, m_firstCeiling * (std::int64_t {1} << doublings));
    const auto spread = std::max(std::chrono::milliseconds(0), ceiling - leastPause);
    const auto part = static_cast<qint64>(m_random() * static_cast<double>(spread.count()));
    return leastPause + std::chrono::milliseconds(part);
}

void Backoff::reset()
{
    m_failures = 0;
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/gathering.h"

#include <algorithm>

namespace samsa::stomp {

using namespace std::chrono_literals;

Gathering::Gathering(const LastFlush &lastFlush, std::function<Clock::time_point()> now,
                     QObject *parent)
    : QObject(parent)
    , m_lastFlush(lastFlush)
    , m_now(std::move(now))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Gathering::due);
}

void Gathering::begin()
{
    using std::chrono::milliseconds;
    const auto pause = std::min<Clock::duration>(m_lastFlush.took, longest);
    const auto left = std::chrono::duration_cast<milliseconds>(m_lastFlush.ended + pause - m_now());
    if (left >= 1ms)
        m_timer.start(left);
    else
        Q_EMIT due();
}

void Gathering::stop()
{
    m_timer.stop();
}

std::optional<std::chrono::milliseconds> Gathering::heldFor() const
{
    return m_timer.isActive() ? std::optional(m_timer.intervalAsDuration()) : std::nullopt;
}

} // namespace samsa::stomp

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/stomp/flusher.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace samsa::stomp {

/// When a worker sends what has come for its clients.
///
/// One send to each of a thousand subscribers takes milliseconds. What comes meanwhile could be
/// sent right after it, or together with what comes in as long a time again, for half the system
/// calls; so a worker spends at most half of its time on sending as long as there is little to
/// send. Where sending takes less than a millisecond nothing is ever held back, and nothing ever
/// for longer than 20 ms.
///
/// Thread: the worker's. Cost: a clock reading for each time that something comes.
class Gathering : public QObject
{
    Q_OBJECT
public:
    using Clock = LastFlush::Clock;
    /// The longest that anything is gathered.
    static constexpr std::chrono::milliseconds longest {20};

    /// \a lastFlush outlives this; \a now is the clock.
    explicit Gathering(const LastFlush &lastFlush,
                       std::function<Clock::time_point()> now = &Clock::now,
                       QObject *parent = nullptr);

    /// There is something to send, where there was nothing. due() is emitted once for it, perhaps
    /// at once.
    void begin();
    /// due() is not emitted for what was begun.
    void stop();

    /// The whole time for which what came is held back; nothing while nothing is.
    std::optional<std::chrono::milliseconds> heldFor() const;

Q_SIGNALS:
    void due();

private:
    const LastFlush &m_lastFlush;
    const std::function<Clock::time_point()> m_now;
    QTimer m_timer;
};

} // namespace samsa::stomp

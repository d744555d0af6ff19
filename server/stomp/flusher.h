// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <chrono>
#include <vector>

namespace samsa::stomp {

class Channel;

/// How long the last flush took, and when it had ended.
struct LastFlush
{
    using Clock = std::chrono::steady_clock;
    Clock::duration took {};
    Clock::time_point ended {};
};

/// The channels of one worker that have something to do when the turn of the event loop ends:
/// what was written to a channel in one turn, by whomever, leaves in one system call.
///
/// Thread: the worker's. Cost: an event for each turn, a pointer for each channel.
class Flusher : public QObject
{
    Q_OBJECT
public:
    explicit Flusher(QObject *parent = nullptr);

    /// The channel's endTurn() is called once, when the turn ends. Answers the slot to give back.
    std::size_t add(Channel &channel);
    /// The channel goes, or flushed by itself, before that.
    void remove(const Channel &channel, std::size_t slot);

    const LastFlush &last() const { return m_last; }

protected:
    void customEvent(QEvent *event) override;

private:
    std::vector<Channel *> m_channels; // Null where one was removed.
    std::vector<Channel *> m_flushing; // Those of the turn that is ending.
    LastFlush m_last;
};

} // namespace samsa::stomp

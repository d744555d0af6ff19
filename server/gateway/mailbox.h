// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace samsa::gateway {

/// What happened and a worker has not taken yet, in one order. The worker takes all of it at once,
/// so that a worker with much to do sends more at a time and not more often, and is woken once.
///
/// Bounded: with messages put() waits for a worker that is too far behind, and with it wait the
/// log's reader and in the end the senders. But not for ever: one worker that hangs must not stop
/// the others. Without messages it never waits, since workers put letters in one another's
/// mailboxes; such a letter is not kept twice in a row.
/// Thread: any.
class Mailbox
{
public:
    /// \a mostEntries: messages that wait; one letter may exceed it.
    Mailbox(std::size_t mostEntries, std::chrono::milliseconds patience);

    /// True if the worker has to be woken.
    bool put(EventsPtr letter);
    std::vector<EventsPtr> takeAll();

private:
    const std::size_t m_most;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_taken;
    std::vector<EventsPtr> m_letters;
    std::size_t m_entries = 0; // In all letters.
};

} // namespace samsa::gateway

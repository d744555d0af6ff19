// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace samsa::gateway {

/// What the log delivered and a worker has not taken yet. The worker takes all of it at once, so
/// that a worker with much to do sends more at a time and not more often, and is woken once.
///
/// Bounded: put() waits for a worker that is too far behind, and with it wait the log's reader and
/// in the end the senders. But not for ever: one worker that hangs must not stop the others.
/// Thread: any.
class Mailbox
{
public:
    using Letter = std::shared_ptr<const Batch>;

    Mailbox(std::size_t mostEntries, std::chrono::milliseconds patience);

    /// True if the worker has to be woken.
    bool put(Letter letter);
    std::vector<Letter> takeAll();

private:
    const std::size_t m_most;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_taken;
    std::vector<Letter> m_letters;
    std::size_t m_entries = 0;
};

} // namespace samsa::gateway

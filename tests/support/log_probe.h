// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/message_log.h"

#include <condition_variable>
#include <mutex>

namespace samsa::test {

/// Stands where the server stands: takes what a log delivers and answers, from any thread, and lets
/// a test wait for it. Must outlive the log.
class LogProbe
{
public:
    using Answer = protocol::Result<log::MessageLog::Accepted>;

    log::MessageLog::Deliver deliver();
    /// For append(); answers are kept in the order they come.
    log::MessageLog::AppendDone answer();
    log::MessageLog::RoomDone roomAnswer();

    /// False when there are fewer after \a patience.
    bool waitForEntries(std::size_t count,
                        std::chrono::milliseconds patience = std::chrono::seconds(30));
    bool waitForAnswers(std::size_t count,
                        std::chrono::milliseconds patience = std::chrono::seconds(30));
    bool waitForRooms(std::size_t count,
                      std::chrono::milliseconds patience = std::chrono::seconds(30));

    std::vector<EntryPtr> entries() const;
    std::vector<EntryPtr> entries(const RoomRef &room) const;
    std::vector<RoomCreated> rooms() const;
    std::vector<Answer> answers() const;
    std::size_t roomAnswers() const;
    /// Of those answers, how many came before their message had been delivered.
    int answersBeforeDelivery() const;
    /// Whether an id came twice, or a position not after the one before it in its room.
    bool sawDisorder() const;

    /// Appends and waits for the answer.
    static Answer send(log::MessageLog &log, NewMessage message);

private:
    template <typename Ready>
    bool waitFor(Ready ready, std::chrono::milliseconds patience);
    void add(const EntryPtr &entry); // With m_mutex.

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<EntryPtr> m_entries;
    std::vector<RoomCreated> m_rooms;
    std::vector<Answer> m_answers;
    std::size_t m_roomAnswers = 0;
    int m_early = 0;
    bool m_disorder = false;
};

} // namespace samsa::test

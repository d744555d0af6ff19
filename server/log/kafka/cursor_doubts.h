// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/kafka_settings.h"
#include "server/log/kafka/kafka_reader.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/store/log_questions.h"

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>

namespace samsa::log {

/// Cursors of clients that the tail does not vouch for, until it is known whether what they have is
/// still there (MessageLog::confirm()): another node may have begun an epoch, or have read further
/// than this one.
///
/// Thread: add() from any; the rest is the log's attendant, which may wait for the database and for
/// Kafka.
class CursorDoubts
{
public:
    /// All of it outlives this.
    CursorDoubts(const KafkaSettings &settings, Tail &tail, store::LogQuestions &questions);

    /// \a done is called once, unless this says why not. TooManyRequests; what refuseAll() said.
    std::optional<protocol::Error> add(const RoomRef &room, const Cursor &cursor,
                                       MessageLog::RoomDone done);
    /// Answers those that can be answered now.
    void settle(const KafkaReader &reader);
    /// Those that are here, and all that come.
    void refuseAll(const protocol::Error &error);

private:
    using Clock = std::chrono::steady_clock;
    using Answer = std::optional<protocol::Result<void>>; // Nothing: it is asked again.
    struct Doubt
    {
        RoomRef room;
        Cursor cursor;
        MessageLog::RoomDone done;
        Clock::time_point ask {}; // Not before.
        bool isBeyond = false; // Kafka has said once that the log ends before it.
    };

    Answer settle(Doubt &doubt, const KafkaReader &reader);
    Answer settleEnd(Doubt &doubt, const KafkaReader &reader);
    std::deque<Doubt> takeAll();

    const KafkaSettings &m_settings;
    Tail &m_tail;
    store::LogQuestions &m_questions;
    std::mutex m_mutex; // Guards what follows.
    std::deque<Doubt> m_doubts;
    std::optional<protocol::Error> m_refusal;
};

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/message_log.h"
#include "server/log/tail.h"

#include <QString>

#include <memory>

namespace samsa::store {
class Abandonment;
}

namespace samsa::log {

/// The message log without Kafka: the database's own message table. An append is accepted when the
/// transaction that holds it is synced; what arrives during a commit shares the next one. Each
/// message is written once, and there is nothing to persist later. A lock file beside the database
/// keeps a second process out, since only one may hand out positions.
///
/// Thread: one of its own, with a database connection of its own, between open() and close().
class LocalLog : public MessageLog
{
public:
    static constexpr int defaultQueueLimit = 10'000;

    /// \a databaseUrl as store::Store takes it; the store has been opened already, so that the
    /// tables are there. \a tail outlives the log. \a abandonment, if there is one, ends all
    /// waiting.
    LocalLog(QString databaseUrl, Tail &tail, int queueLimit = defaultQueueLimit,
             store::Abandonment *abandonment = nullptr);
    ~LocalLog() override;

    protocol::Result<void> open(Deliver deliver, std::chrono::milliseconds deadline) override;
    void append(NewMessage message, AppendDone done) override;
    void announce(RoomCreated room, RoomDone done) override;
    void confirm(const RoomRef &room, const Cursor &cursor, RoomDone done) override;
    int partitionCount() const override;
    LogHealth health() const override;
    void close(std::chrono::milliseconds deadline) override;

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace samsa::log

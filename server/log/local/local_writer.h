// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/change_judge.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/store/database.h"
#include "server/store/position_table.h"

#include <QLockFile>

#include <atomic>
#include <memory>
#include <optional>

namespace samsa::log {

/// One thing that waits for the local log: a message, a change of one, or the announcement of a
/// room.
struct LocalAppend
{
    NewMessage message;
    MessageLog::AppendDone messageDone;
    std::optional<RoomCreated> room; ///< Then it is an announcement.
    MessageLog::RoomDone roomDone;

    void refuse(const protocol::Error &error) const;
};

/// The local log's work: one transaction for a turn's messages, then the tail, delivery and the
/// answers, in that order. Thread: the log's own, from open() to the destructor.
class LocalWriter
{
public:
    /// \a abandon: set by another thread when there is no more time to wait for a locked database.
    /// \a abandonment: see store::Abandonment; may be null. StartFailed.
    static protocol::Result<std::unique_ptr<LocalWriter>>
    open(const QString &databaseUrl, Tail &tail, MessageLog::Deliver deliver,
         const std::atomic<bool> &abandon, store::Abandonment *abandonment);

    /// What became of a turn, without its announcements.
    struct Outcome
    {
        std::vector<MessageIds::Holder> holders; ///< Who holds the id of each, in its order.
        QHash<std::size_t, protocol::Error> refused; ///< The changes, by number, that may not be.
    };

    /// Writes and delivers. LogUnavailable, for all messages of the turn.
    protocol::Result<Outcome> write(const std::vector<LocalAppend> &turn);
    /// Answers each with what write() said.
    static void answer(const std::vector<LocalAppend> &turn,
                       const protocol::Result<Outcome> &outcome);

private:
    LocalWriter(Tail &tail, MessageLog::Deliver deliver, const std::atomic<bool> &abandon);

    struct Plan
    {
        std::vector<EntryPtr> entries; // What is new.
        Outcome outcome;
    };

    protocol::Result<void> findFooting();
    protocol::Result<void> settle();
    protocol::Result<void> beginEpoch(qint64 ended);
    protocol::Result<void> deliverWhatTheTailLacks();
    protocol::Result<std::vector<EntryPtr>> storedBehind(qint64 position,
                                                         const store::RoomRow &room);
    protocol::Result<Plan> plan(const std::vector<LocalAppend> &turn, MessageIds::Trust trust);
    std::optional<ChangeJudge> judgeOf(const std::vector<const NewMessage *> &messages);
    protocol::Result<Plan> store(const std::vector<LocalAppend> &turn);
    protocol::Result<Plan> storeOnFooting(const std::vector<LocalAppend> &turn);
    protocol::Error counterMoved();
    protocol::Result<void> begin(store::Transaction &transaction);
    void hand(std::vector<RoomCreated> rooms, std::vector<EntryPtr> entries);

    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<store::Database> m_database;
    Tail &m_tail;
    const MessageLog::Deliver m_deliver;
    const std::atomic<bool> &m_abandon;
    LogPosition m_counter; // Partition 0: the local log's one counter.
    int m_connections = 0; // Of the database, when the lock was taken.
    bool m_onFooting = false; // It is known what is stored.
};

} // namespace samsa::log

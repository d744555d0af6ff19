// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/log_epoch.h"
#include "server/base/log_position.h"
#include "server/store/store.h"

#include <QHash>
#include <QList>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace samsa::store {

class Abandonment;
class Database;
class DatabaseThread;

/// What the threads of a log ask the database, which may wait: each call blocks, and ends in time.
/// A connection of its own, so that no client's request is before them.
///
/// Every call ends within five seconds; while the database is away, within one, since a log has
/// better things to do then, and the question that was given up still finds out when it is back.
/// DatabaseUnavailable everywhere.
///
/// Thread: open() and close() from one, the questions from any that may wait.
class LogQuestions
{
public:
    /// \a abandonment, if there is one, ends all waiting.
    explicit LogQuestions(QString databaseUrl, Abandonment *abandonment = nullptr);
    ~LogQuestions(); ///< close()

    /// The database must be migrated (Store::open). Blocks. StartFailed.
    Result<void> open();
    void close(); ///< Idempotent.

    /// persistedPositions() as they were when open() ended, hence not beyond what any room that is
    /// loaded after that has: where a log starts to read.
    const QList<std::pair<int, qint64>> &positionsAtOpen() const { return m_positionsAtOpen; }

    /// All rooms: at start, when nobody waits for the log yet, with more time.
    Result<QList<RoomRow>> loadRooms();
    /// Nothing when there is none.
    Result<std::optional<RoomRow>> findRoom(const QUuid &id);
    /// Which of these ids messages of the room have, and where they stand.
    Result<QHash<QUuid, StoredMessage>> findMessages(const RoomRef &room, const QList<QUuid> &ids);
    /// The same of changes.
    Result<QHash<QUuid, StoredMessage>> findChanges(const RoomRef &room, const QList<QUuid> &ids);
    /// The messages with these ids, whole.
    Result<QHash<QUuid, EntryPtr>> loadMessages(const RoomRef &room, const QList<QUuid> &ids);
    /// Per partition, the position up to which the database holds everything.
    Result<QList<std::pair<int, qint64>>> persistedPositions();
    Result<QList<LogPosition>> positions();
    Result<QList<LogEpoch>> epochs();
    /// PositionTable::newestRecord()
    Result<std::optional<RecordMark>> newestRecord(int partition);
    /// Where a partition of Kafka's stands, made to fit what the topic holds
    /// (PositionTable::settle).
    Result<LogPosition> settlePartition(int partition, const Watermarks &watermarks);

    bool healthy() const; ///< Whether the last question was answered.
    qint64 waiting() const; ///< DatabaseThread::waiting()
    qint64 refused() const; ///< DatabaseThread::refused()

private:
    std::chrono::milliseconds patience() const;
    template <typename T>
    Result<T> ask(std::function<Result<T>(Database &)> job, std::chrono::milliseconds within);

    std::unique_ptr<DatabaseThread> m_thread;
    QList<std::pair<int, qint64>> m_positionsAtOpen; // Written before open() ends.
};

} // namespace samsa::store

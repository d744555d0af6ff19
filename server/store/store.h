// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "protocol/shapes.h"
#include "server/base/entry.h"
#include "server/base/log_position.h"
#include "server/base/task_queue.h"

#include <QHash>
#include <QList>

#include <memory>
#include <optional>

namespace samsa::store {

using protocol::Result;

/// A claimed nickname as the database keeps it.
struct SessionRow
{
    QString nickname;
    QByteArray tokenHash; ///< SHA-256 of the token, 32 bytes.
    Timestamp created {};
    Timestamp expires {};
};

/// A room as it is loaded at start.
struct RoomRow
{
    RoomRef ref;
    QString name;
    QString creator;
    Timestamp created {};
    qint64 messageCount = 0;
    qint64 lastPosition = 0;
    Timestamp lastTime {};
    QString lastNickname;
    QString lastText;
};

/// Whose message has an id, and where it stands.
struct StoredMessage
{
    QByteArray nickname; ///< UTF-8.
    qint64 position = 0;
    Timestamp time {};
};

/// The SQL that answers requests: nicknames, rooms, history. One thread with one connection of its
/// own; requests are queued to it and answered through a ReplyTo, so no event loop ever waits for a
/// database. Moving messages into SQL is not done here (LocalLog, Persister).
///
/// Errors of every call: DatabaseUnavailable, with what the driver said in the log and a plain
/// sentence in the error.
class Store
{
public:
    /// \a url as the option --database takes it (parseDatabaseUrl()).
    explicit Store(QString url);
    ~Store();

    /// Opens the database, applies what migrations it lacks, starts the thread. Blocks. StartFailed
    /// when the database cannot be opened, or is newer than this program.
    Result<void> open();
    /// Finishes what is queued, stops the thread. Idempotent.
    void close();

    /// Claims a nickname: inserts, or takes over a row whose time is over (its expires is not after
    /// this one's created, which is taken for now), or, when the row carries this very token hash,
    /// extends it. NicknameTaken when somebody else has it.
    void claimNickname(SessionRow row, ReplyTo<Result<void>> reply);
    /// The session with this token hash, expired or not; nothing when there is none.
    void findSession(QByteArray tokenHash, ReplyTo<Result<std::optional<SessionRow>>> reply);
    /// New expiry times, in one transaction: what "used" means for the 30 days.
    void touchSessions(QList<std::pair<QByteArray, Timestamp>> expiries);
    void deleteSession(QByteArray tokenHash, ReplyTo<Result<void>> reply);

    /// Inserts a room; its key is in the answer. RoomExists when the folded name is taken.
    void createRoom(RoomRow row, ReplyTo<Result<RoomRef>> reply);
    /// Nothing when there is none.
    void findRoom(QUuid id, ReplyTo<Result<std::optional<RoomRow>>> reply);
    /// All rooms; called at start, and again when the log names a room this node does not know.
    void loadRooms(ReplyTo<Result<QList<RoomRow>>> reply);

    /// At most \a limit messages of a room at or below \a ceiling, as the cursors of the request
    /// ask, in order.
    void history(RoomRef room, std::optional<qint64> after, std::optional<qint64> before,
                 qint64 ceiling, int limit, ReplyTo<Result<std::vector<EntryPtr>>> reply);
    /// Where the message with this id stands; nothing when the database does not hold it.
    void findMessage(RoomRef room, QUuid id, ReplyTo<Result<std::optional<StoredMessage>>> reply);

    /// Per partition, the position up to which the database holds everything.
    void persistedPositions(ReplyTo<Result<QList<std::pair<int, qint64>>>> reply);

    /// Whether the last thing asked of the database went well.
    bool healthy() const;

    // For threads that may wait, such as a log's: the same, answered here.
    Result<QList<RoomRow>> loadRoomsNow();
    Result<std::optional<RoomRow>> findRoomNow(const QUuid &id);
    /// Which of these ids the room holds, and where.
    Result<QHash<QUuid, StoredMessage>> findMessagesNow(const RoomRef &room,
                                                        const QList<QUuid> &ids);
    /// The same as persistedPositions().
    Result<QList<std::pair<int, qint64>>> persistedPositionsNow();
    /// Where a partition of Kafka's stands, made to fit what the topic holds
    /// (PositionTable::settle).
    Result<LogPosition> settlePartitionNow(int partition, const Watermarks &watermarks);
    /// persistedPositions() as they were when open() ended, hence not beyond what any room that was
    /// loaded from here had then: where a log starts to read.
    QList<std::pair<int, qint64>> positionsAtOpen() const;

    /// The URL it was made with.
    QString url() const;

private:
    class Thread;
    std::unique_ptr<Thread> m_thread;
};

} // namespace samsa::store

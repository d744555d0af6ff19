// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "protocol/shapes.h"
#include "server/base/entry.h"
#include "server/base/log_position.h"
#include "server/base/task_queue.h"

#include <QList>

#include <algorithm>
#include <chrono>
#include <functional>
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

/// How long from now on a session is to last.
struct SessionRenewal
{
    QByteArray tokenHash;
    std::chrono::milliseconds lifetime {};
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
    qint64 lastChange = 0; ///< The position of the newest change of its messages; 0: none.

    /// Up to here the database has everything of the room.
    qint64 reached() const { return std::max(lastPosition, lastChange); }
};

/// What the database holds of a page. In order of position.
struct StoredPage
{
    std::vector<EntryPtr> messages;
    std::vector<EntryPtr> changes;
};

/// What is asked for of a room's past.
struct PastRequest
{
    RoomRef room;
    std::optional<qint64> after; ///< Positions greater than this, the oldest of them.
    std::optional<qint64> before; ///< Positions smaller than this, the newest of them.
    qint64 ceiling = 0; ///< Positions up to this one alone.
    int messages = 0; ///< At most so many.
    int changes = 0; ///< At most so many of those behind \a after; 0: none.
};

/// Whose message, or change, has an id, and where it stands.
struct StoredMessage
{
    QByteArray nickname; ///< UTF-8.
    qint64 position = 0;
    Timestamp time {};
};

class Abandonment;
class DatabaseThread;

/// The SQL that answers the requests of clients: nicknames, rooms, history. One connection of its
/// own; requests wait for it in a queue and are answered through a ReplyTo, so no event loop ever
/// waits for a database. Moving messages into SQL is not done here (LocalLog, Persister), nor is
/// what a log asks (LogQuestions).
///
/// Every request is answered within five seconds, and none waits when ten thousand do already
/// (DatabaseThread). Errors of every call: DatabaseUnavailable, with what the driver said in the
/// log, a plain sentence in the error and a time after which to try again.
///
/// Thread: open() and close() from one, the requests from any.
class Store
{
public:
    /// \a url as the option --database takes it (parseDatabaseUrl()). \a abandonment, if there is
    /// one, ends all waiting.
    explicit Store(QString url, Abandonment *abandonment = nullptr);
    ~Store();

    /// Applies what migrations the database lacks, opens it, starts the thread. Blocks. StartFailed
    /// when it cannot be opened, or is newer than this program.
    Result<void> open();
    /// Answers what is queued, stops the thread. Idempotent.
    void close();

    /// Claims a nickname from now on, by the database's clock, for as long as from the row's
    /// created to its expires: inserts, or takes over a row whose time is over, or, when the row
    /// carries this very token hash, extends it. NicknameTaken when somebody else has it.
    void claimNickname(SessionRow row, ReplyTo<Result<void>> reply);
    /// The session with this token hash, expired or not, its times by this computer's clock;
    /// nothing when there is none.
    void findSession(QByteArray tokenHash, ReplyTo<Result<std::optional<SessionRow>>> reply);
    /// Extends sessions that are used, in one transaction. The answer, in whatever thread, is the
    /// token hashes of those that are lost: somebody else has the nickname, or nobody.
    void renewSessions(QList<SessionRenewal> renewals,
                       std::function<void(Result<QList<QByteArray>>)> answer);
    void deleteSession(QByteArray tokenHash, ReplyTo<Result<void>> reply);

    /// Inserts a room; its key is in the answer. RoomExists when the folded name is taken.
    void createRoom(RoomRow row, ReplyTo<Result<RoomRef>> reply);
    /// Nothing when there is none.
    void findRoom(QUuid id, ReplyTo<Result<std::optional<RoomRow>>> reply);

    /// Messages of a room, each with what became of it, and changes if they are asked for.
    void history(PastRequest request, ReplyTo<Result<StoredPage>> reply);

    /// MessageTable::firstSince()
    void firstSince(RoomRef room, Timestamp time, qint64 ceiling,
                    ReplyTo<Result<std::optional<qint64>>> reply);

    /// Has the database asked for nothing, unless somebody else's question is under way: so
    /// healthy() is right, whether clients ask or not.
    void look();
    /// Whether the last thing asked of the database went well.
    bool healthy() const;
    qint64 waiting() const; ///< DatabaseThread::waiting()
    qint64 refused() const; ///< DatabaseThread::refused()

    /// The URL it was made with.
    QString url() const;

private:
    std::unique_ptr<DatabaseThread> m_thread;
};

} // namespace samsa::store

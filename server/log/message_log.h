// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/event.h"
#include "server/base/log_epoch.h"

#include <chrono>
#include <functional>

namespace samsa::log {

/// Where the log stands, for /readyz and /metrics.
struct LogHealth
{
    bool writable = false;
    bool readable = false;
    qint64 pendingAppends = 0;
    QString sentence; ///< What is wrong, when something is.
};

/// The message log: what accepts. A message is sent when append() has answered with a position; all
/// else is derived from what the log delivers. Two implementations, LocalLog and KafkaLog, behave
/// alike; tests/integration/message_log runs the same suite over both.
///
/// A log is given a Tail when it is made and is the one who writes to it: what Deliver hands on is
/// in the tail already, and what the database holds is made known to it. Before open() the rooms
/// are to be in the tail (Tail::addRoom), as the database has them.
///
/// Thread: every function may be called from any thread. Both callbacks run in a thread of the
/// log's; they must be quick and must not call back into open() or close(). What needs no
/// waiting (a refusal, a repeat that the tail knows) may be answered at once in the caller's
/// thread.
class MessageLog
{
public:
    struct Accepted
    {
        qint64 position = 0;
        Timestamp time {};
        bool repeat = false; ///< Its sender had sent it before.
    };
    using AppendDone = std::function<void(protocol::Result<Accepted>)>;
    using RoomDone = std::function<void(protocol::Result<void>)>;
    /// Called with everything the log holds beyond what the rooms in the tail had at open(), in
    /// order, once each: Posted, RoomCreated and EpochBegun, never empty. Of a room that another
    /// node made and this one meets later, what the database held when the room was loaded is not
    /// delivered but in the history; nobody here can have followed the room before.
    using Deliver = std::function<void(Events)>;

    virtual ~MessageLog() = default;

    /// Opens the log and starts to deliver. Blocks until it may be written and everything that was
    /// in it when open() began has been delivered, or \a deadline has passed. Errors: StartFailed.
    virtual protocol::Result<void> open(Deliver deliver, std::chrono::milliseconds deadline) = 0;

    /// Appends a message, or a change of one; \a done is called exactly once, after the log holds
    /// the message for good and, in this process, after it was delivered. Of a room's appends that
    /// come from one thread the order is kept, also when one has to be looked up in the database
    /// and the next has not. An id that the room holds already is not appended again (MessageIds):
    /// done gets the first one's position and time, or MessageIdTaken if that is another
    /// nickname's; so it is while that one is still under way. A change is refused, and not
    /// appended, if it may not be (ChangeJudge); if something came in between after all, done is
    /// told so, and the log holds it in vain. Errors: TargetNotFound, TargetDeleted, NotTheAuthor,
    /// ReactionsFull, MessageIdTaken, TextInvalid (longer
    /// than the log takes), LogUnavailable (a retry under the same id is safe),
    /// DatabaseUnavailable (it cannot be said whether it was sent before; the same),
    /// TooManyRequests (the queue of appends is full), ShuttingDown.
    virtual void append(NewMessage message, AppendDone done) = 0;

    /// Tells every node of a room that was just made in the database. Delivered before any of its
    /// messages.
    virtual void announce(RoomCreated room, RoomDone done) = 0;

    /// Whether what a client has of a room, up to here, is still what the log has, where the tail
    /// does not vouch for it (Tail::vouchesFor()). May wait for the database and for Kafka; \a done
    /// is called once, from any thread. EpochChanged, CursorAhead, DatabaseUnavailable,
    /// ShuttingDown.
    virtual void confirm(const RoomRef &room, const Cursor &cursor, RoomDone done) = 0;

    /// How many partitions a new room can be pinned to (partitionFor()); 1 for the local log. Known
    /// after open().
    virtual int partitionCount() const = 0;

    virtual LogHealth health() const = 0;

    /// Takes no more appends, waits at most \a deadline for those under way, delivers what they led
    /// to and stops. What is not through by then is answered with LogUnavailable. Idempotent.
    virtual void close(std::chrono::milliseconds deadline) = 0;
};

} // namespace samsa::log

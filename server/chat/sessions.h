// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/task_queue.h"
#include "server/chat/access_key.h"
#include "server/chat/rate_limit.h"
#include "server/observe/metrics.h"
#include "server/store/store.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>

namespace samsa::chat {

using protocol::Result;

/// A claimed nickname as the rest of the server knows it. Immutable and shared.
struct Session
{
    QString nickname;
    QByteArray nicknameUtf8;
    QByteArray tokenHash;
    Timestamp expires {};
    /// For as long as a connection lasts (STOMP login without a token) and not for days.
    bool ephemeral = false;
};
using SessionPtr = std::shared_ptr<const Session>;

struct Claim
{
    QString nickname;
    QByteArray accessKey; ///< As the client gave it.
    QByteArray address; ///< Where the client is; claims are counted per address.
    QByteArray token; ///< One the client has from before; may be empty.
    bool ephemeral = false;
};

struct Claimed
{
    QByteArray token;
    SessionPtr session;
    bool renewed = false; ///< The token the client came with was kept.
};

/// Who is who: claims nicknames, finds the session of a token, extends sessions that are used,
/// frees nicknames. The database decides about uniqueness; what it said is remembered for a minute,
/// so that a poll does not ask it, and for longer while it is away.
///
/// Thread: any. Answers come through the queue given with each call. Tokens are never kept, only
/// their SHA-256.
class Sessions
{
public:
    template <typename T>
    using Then = std::function<void(Result<T>)>;

    struct Settings
    {
        std::chrono::milliseconds lifetime = std::chrono::days(30);
        std::chrono::milliseconds ephemeralLifetime = std::chrono::minutes(1);
        std::chrono::milliseconds remembered =
            std::chrono::minutes(1); ///< How long what the database said holds.
        double claimsPerMinute = 60; ///< From one address; 0: no limit.
    };

    Sessions(store::Store &store, AccessKey accessKey, Settings settings, Metrics &metrics);
    ~Sessions();

    /// AccessKey, TooManyRequests, NicknameInvalid, NicknameTaken, DatabaseUnavailable. With the
    /// token of a session of that nickname the token is kept and its time extended.
    void claim(Claim claim, TaskQueue &queue, Then<Claimed> then);

    /// The token's session, if that is known without asking the database.
    SessionPtr remembered(const QByteArray &token) const;
    /// Unauthorized for a token that is unknown or whose time is over; DatabaseUnavailable, unless
    /// it was found within the last hour. Then a database that hangs is not waited for either, but
    /// until the second flush().
    void find(const QByteArray &token, TaskQueue &queue, Then<SessionPtr> then);

    /// Called, in any thread, with the token hash of a session that was left. Set once, before
    /// there is more than one thread.
    void onLeave(std::function<void(const QByteArray &)> left) { m_left = std::move(left); }

    /// Called, in any thread, with the token hash of a session that was lost: its time ran out
    /// while the database was away, and the nickname is somebody else's. Set once, before there is
    /// more than one thread.
    void onLoss(std::function<void(const QByteArray &)> lost) { m_lost = std::move(lost); }

    /// It was left at another node: what is remembered of it holds no more.
    void forget(const QByteArray &tokenHash);
    /// Frees the nickname.
    void leave(const SessionPtr &session, TaskQueue &queue, Then<void> then);

    /// Says that the session is in use: its time is extended, which flush() writes to the database,
    /// at most once an hour (an ephemeral one: whenever a third of its time is over).
    void touch(const Session &session);
    /// Writes what touch() collected, some hundreds at a time, until the database has it, forgets
    /// what was not asked for, and lets in whom the database was asked about to no avail. Called
    /// every second.
    void flush();

    std::chrono::milliseconds ephemeralLifetime() const { return m_settings.ephemeralLifetime; }

    static QByteArray makeToken(); ///< base64url of 32 random bytes.
    static QByteArray hashToken(QByteArrayView token);

private:
    struct Known
    {
        SessionPtr session;
        RateLimit::Clock::time_point until;
    };

    /// The database was asked about a session that it knew before.
    struct Question
    {
        QByteArray tokenHash;
        TaskQueue &queue;
        Then<SessionPtr> then; // In the queue's thread, which sets it to null.
        int flushes = 0; // Since it was asked; guarded by m_mutex.
    };
    using QuestionPtr = std::shared_ptr<Question>;

    void answer(const QuestionPtr &question, const Result<SessionPtr> &session);
    Result<SessionPtr> sessionIn(const QByteArray &tokenHash,
                                 const Result<std::optional<store::SessionRow>> &row);
    void claimWith(const Claim &claim, const QByteArray &token, bool renewed, TaskQueue &queue,
                   const Then<Claimed> &then);
    void renewed(const QHash<QByteArray, Timestamp> &asked, const Result<QList<QByteArray>> &lost);
    void remember(const SessionPtr &session);
    SessionPtr rememberedBefore(const QByteArray &tokenHash);
    std::chrono::milliseconds lifetime(bool ephemeral) const;

    store::Store &m_store;
    const AccessKey m_accessKey;
    const Settings m_settings;
    Metrics &m_metrics;
    RateLimit m_claims;
    std::function<void(const QByteArray &)> m_left;
    std::function<void(const QByteArray &)> m_lost;

    /// For answers that come when this object may be gone.
    struct Anchor
    {
        std::mutex mutex;
        Sessions *sessions = nullptr; // Guarded by mutex.
    };
    const std::shared_ptr<Anchor> m_anchor = std::make_shared<Anchor>();

    mutable std::shared_mutex m_mutex;
    QHash<QByteArray, Known> m_known; // By token hash; guarded by m_mutex.
    QHash<QByteArray, Timestamp> m_touched; // New expiries; guarded by m_mutex.
    QList<QuestionPtr> m_questions; // Without an answer so far; guarded by m_mutex.
};

} // namespace samsa::chat

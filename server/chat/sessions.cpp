// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/sessions.h"

#include "protocol/rules.h"
#include "server/base/clock.h"
#include "server/chat/constant_time.h"
#include "server/observe/logging.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

namespace {

using Clock = RateLimit::Clock;

/// As many as a slow database renews well within the time that one question has.
constexpr qsizetype renewedAtOnce = 500;

SessionPtr makeSession(const QString &nickname, const QByteArray &tokenHash, Timestamp expires,
                       bool ephemeral)
{
    return std::make_shared<const Session>(
        Session {nickname, nickname.toUtf8(), tokenHash, expires, ephemeral});
}

Error unauthorized()
{
    return Error {Code::Unauthorized,
                  u"This token is not known, or its time is over. Claim a nickname again."_s};
}

/// How long somebody is remembered who does nothing, for the case that the database goes away.
constexpr std::chrono::hours kept {1};
/// While it is away, how long it is not asked again.
constexpr std::chrono::seconds trust {5};

} // namespace

Sessions::Sessions(store::Store &store, AccessKey accessKey, Settings settings, Metrics &metrics)
    : m_store(store)
    , m_accessKey(std::move(accessKey))
    , m_settings(settings)
    , m_metrics(metrics)
    , m_claims(settings.claimsPerMinute / 60, std::max(settings.claimsPerMinute, 1.0))
{
    m_anchor->sessions = this;
}

Sessions::~Sessions()
{
    const std::scoped_lock lock(m_anchor->mutex);
    m_anchor->sessions = nullptr;
}

void Sessions::claim(Claim claim, TaskQueue &queue, Then<Claimed> then)
{
    const ReplyTo<Result<Claimed>> answer(queue, then);
    // Counted before the key is looked at, so that a key cannot be guessed at any speed.
    if (const auto wait = m_claims.take(claim.address)) {
        answer(Error {Code::TooManyRequests,
                      u"Too many nicknames are being claimed from this address."_s, *wait});
        return;
    }
    if (!m_accessKey.admits(claim.accessKey)) {
        answer(Error {Code::AccessKey,
                      claim.accessKey.isEmpty() ? u"This server asks for an access key."_s
                                                : u"This is not the server's access key."_s});
        return;
    }
    auto nickname = protocol::checkNickname(claim.nickname);
    if (!nickname) {
        answer(nickname.error());
        return;
    }
    claim.nickname = *nickname;
    if (claim.token.isEmpty()) {
        claimWith(claim, makeToken(), false, queue, then);
        return;
    }
    // The token from before is kept only if it was this nickname's: nobody may choose a token for
    // himself.
    const QByteArray hash = hashToken(claim.token);
    m_store.findSession(hash,
                        {queue,
                         [this, claim, &queue, then = std::move(then)](
                             const Result<std::optional<store::SessionRow>> &row) {
                             if (!row) {
                                 then(row.error());
                                 return;
                             }
                             const bool mine = row->has_value()
                                 && protocol::foldName((*row)->nickname)
                                     == protocol::foldName(claim.nickname);
                             claimWith(claim, mine ? claim.token : makeToken(), mine, queue, then);
                         }});
}

void Sessions::claimWith(const Claim &claim, const QByteArray &token, bool renewed,
                         TaskQueue &queue, const Then<Claimed> &then)
{
    const Timestamp now = wallClock();
    const SessionPtr session = makeSession(claim.nickname, hashToken(token),
                                           now + lifetime(claim.ephemeral), claim.ephemeral);
    m_store.claimNickname(
        {session->nickname, session->tokenHash, now, session->expires},
        {queue, [this, session, token, renewed, then](const Result<void> &claimed) {
             if (!claimed) {
                 then(claimed.error());
                 return;
             }
             remember(session);
             m_metrics.sessionsClaimed.add();
             qCDebug(lcChat) << "nickname claimed:" << session->nickname;
             then(Claimed {token, session, renewed});
         }});
}

SessionPtr Sessions::remembered(const QByteArray &token) const
{
    const QByteArray hash = hashToken(token);
    const std::shared_lock lock(m_mutex);
    const auto known = m_known.constFind(hash);
    // The table finds by hash, which a client cannot steer; the comparison that decides takes the
    // same time for all.
    if (known == m_known.cend() || !equalInConstantTime(known->session->tokenHash, hash)
        || known->until < Clock::now() || known->session->expires <= wallClock()) {
        return nullptr;
    }
    return known->session;
}

void Sessions::find(const QByteArray &token, TaskQueue &queue, Then<SessionPtr> then)
{
    if (SessionPtr known = remembered(token)) {
        ReplyTo<Result<SessionPtr>>(queue, std::move(then))(std::move(known));
        return;
    }
    const auto question = std::make_shared<Question>(
        Question {.tokenHash = hashToken(token), .queue = queue, .then = std::move(then)});
    {
        const std::scoped_lock lock(m_mutex);
        if (m_known.contains(question->tokenHash))
            m_questions.append(question);
    }
    m_store.findSession(question->tokenHash, {queue, [this, question](const auto &row) {
                                                  answer(question,
                                                         sessionIn(question->tokenHash, row));
                                              }});
}

/// In the asker's thread. The first answer counts.
void Sessions::answer(const QuestionPtr &question, const Result<SessionPtr> &session)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_questions.removeOne(question);
    }
    if (const auto then = std::exchange(question->then, nullptr))
        then(session);
}

Result<SessionPtr> Sessions::sessionIn(const QByteArray &tokenHash,
                                       const Result<std::optional<store::SessionRow>> &row)
{
    if (!row) {
        // Who is in keeps being in while the database is away.
        const SessionPtr session = rememberedBefore(tokenHash);
        return session ? Result<SessionPtr>(session) : row.error();
    }
    if (!row->has_value() || !equalInConstantTime((*row)->tokenHash, tokenHash)
        || (*row)->expires <= wallClock()) {
        forget(tokenHash);
        return unauthorized();
    }
    const SessionPtr session = makeSession((*row)->nickname, tokenHash, (*row)->expires, false);
    remember(session);
    return session;
}

/// What the database said when it was last asked, however long ago. Holds for a little while, so
/// that a database in trouble is not asked by each poll.
SessionPtr Sessions::rememberedBefore(const QByteArray &tokenHash)
{
    const std::scoped_lock lock(m_mutex);
    const auto known = m_known.find(tokenHash);
    if (known == m_known.end() || known->session->expires <= wallClock())
        return nullptr;
    known->until = Clock::now() + std::min<std::chrono::milliseconds>(m_settings.remembered, trust);
    return known->session;
}

void Sessions::leave(const SessionPtr &session, TaskQueue &queue, Then<void> then)
{
    forget(session->tokenHash);
    if (m_left && !session->ephemeral) // An ephemeral one ends with its only connection.
        m_left(session->tokenHash);
    m_store.deleteSession(session->tokenHash, {queue, std::move(then)});
}

void Sessions::touch(const Session &session)
{
    using namespace std::chrono_literals;
    const Timestamp now = wallClock();
    const auto whole = lifetime(session.ephemeral);
    if (session.expires - now > whole - std::min<std::chrono::milliseconds>(1h, whole / 3))
        return;
    const std::scoped_lock lock(m_mutex);
    const auto known = m_known.find(session.tokenHash);
    if (known == m_known.end())
        return; // It left meanwhile, or will be found anew.
    if (known->session->expires >= now + whole - std::min<std::chrono::milliseconds>(1h, whole / 3))
        return; // Somebody else with this token was quicker.
    known->session =
        makeSession(session.nickname, session.tokenHash, now + whole, session.ephemeral);
    m_touched.insert(session.tokenHash, now + whole);
}

void Sessions::flush()
{
    QHash<QByteArray, Timestamp> expiries;
    QList<QuestionPtr> inVain;
    {
        const std::scoped_lock lock(m_mutex);
        for (auto it = m_touched.begin(); it != m_touched.end() && expiries.size() < renewedAtOnce;
             it = m_touched.erase(it))
            expiries.insert(it.key(), it.value());
        for (const QuestionPtr &question : std::as_const(m_questions))
            if (++question->flushes == 2)
                inVain.append(question);
        const auto now = Clock::now();
        m_known.removeIf([now](const auto &entry) {
            return entry.value().until + kept < now && !entry.value().session->ephemeral;
        });
    }
    for (const QuestionPtr &question : std::as_const(inVain))
        if (const SessionPtr session = rememberedBefore(question->tokenHash))
            question->queue.post([this, question, session] { answer(question, session); });
    if (expiries.isEmpty())
        return;
    QList<store::SessionRenewal> renewals;
    const Timestamp now = wallClock();
    for (auto it = expiries.cbegin(); it != expiries.cend(); ++it)
        renewals.append({it.key(), it.value() - now});
    m_store.renewSessions(std::move(renewals),
                          [anchor = m_anchor, expiries](const Result<QList<QByteArray>> &lost) {
                              const std::scoped_lock lock(anchor->mutex);
                              if (anchor->sessions)
                                  anchor->sessions->renewed(expiries, lost);
                          });
}

void Sessions::renewed(const QHash<QByteArray, Timestamp> &asked,
                       const Result<QList<QByteArray>> &lost)
{
    QList<QByteArray> gone;
    {
        const std::scoped_lock lock(m_mutex);
        if (!lost) {
            for (auto it = asked.cbegin(); it != asked.cend(); ++it)
                if (m_known.contains(it.key()) && !m_touched.contains(it.key()))
                    m_touched.insert(it.key(), it.value());
            return;
        }
        for (const QByteArray &tokenHash : *lost) {
            m_touched.remove(tokenHash);
            if (m_known.remove(tokenHash) > 0) // Else it was left meanwhile.
                gone.append(tokenHash);
        }
    }
    for (const QByteArray &tokenHash : std::as_const(gone)) {
        qCInfo(lcChat) << "A nickname is somebody else's: its time ran out.";
        if (m_lost)
            m_lost(tokenHash);
    }
}

void Sessions::remember(const SessionPtr &session)
{
    const std::scoped_lock lock(m_mutex);
    m_known.insert(session->tokenHash, {session, Clock::now() + m_settings.remembered});
}

void Sessions::forget(const QByteArray &tokenHash)
{
    const std::scoped_lock lock(m_mutex);
    m_known.remove(tokenHash);
    m_touched.remove(tokenHash);
}

std::chrono::milliseconds Sessions::lifetime(bool ephemeral) const
{
    return ephemeral ? m_settings.ephemeralLifetime : m_settings.lifetime;
}

QByteArray Sessions::makeToken()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->generate(random.begin(), random.end());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), sizeof(random));
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray Sessions::hashToken(QByteArrayView token)
{
    return QCryptographicHash::hash(token.toByteArray(), QCryptographicHash::Sha256);
}

} // namespace samsa::chat

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/session_table.h"

#include "protocol/rules.h"
#include "server/base/clock.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

QVariant timeValue(Timestamp time)
{
    return toMilliseconds(time);
}

} // namespace

SessionTable::SessionTable(Database &database)
    : m_database(database)
{
}

Result<void> SessionTable::claim(const SessionRow &row)
{
    const QString fold = protocol::foldName(row.nickname);
    const Error taken {Code::NicknameTaken,
                       u"The nickname \"%1\" is in use by somebody else."_s.arg(row.nickname),
                       {}};
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    const auto now = m_database.now();
    if (!now)
        return now.error();
    const QVariant expires = timeValue(*now + (row.expires - row.created));
    // One statement decides: the row is ours to write if its token is this one, or its time is
    // over.
    const auto renewed =
        m_database.run(u"UPDATE sessions SET nickname = ?, expires = ?, "
                       "created = CASE WHEN token_hash = ? THEN created ELSE ? END, token_hash = ? "
                       "WHERE nickname_fold = ? AND (token_hash = ? OR expires <= ?)"_s,
                       {row.nickname, expires, row.tokenHash, timeValue(*now), row.tokenHash, fold,
                        row.tokenHash, timeValue(*now)});
    if (!renewed)
        return renewed.error();
    if (renewed->affected() == 0) {
        const auto inserted = m_database.execute(
            u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, expires) "
            "VALUES (?, ?, ?, ?, ?)"_s,
            {fold, row.nickname, row.tokenHash, timeValue(*now), expires});
        if (!inserted)
            return m_database.uniqueViolation() ? taken : inserted.error();
    }
    return transaction.commit();
}

Result<std::optional<SessionRow>> SessionTable::find(const QByteArray &tokenHash)
{
    const QString &now = m_database.dialect().now;
    auto rows =
        m_database.run(u"SELECT %1, created, expires, %2 FROM sessions "
                       "WHERE token_hash = ?"_s.arg(m_database.dialect().textOf(u"nickname"_s),
                                                    now.isEmpty() ? u"0"_s : now),
                       {tokenHash});
    if (!rows)
        return rows.error();
    if (!rows.value().next())
        return std::optional<SessionRow>();
    // As this computer's clock has it.
    const std::chrono::milliseconds ahead = now.isEmpty()
        ? std::chrono::milliseconds(0)
        : wallClock() - fromMilliseconds(rows->integer(3));
    return std::optional(SessionRow {rows->value(0).toString(), tokenHash,
                                     fromMilliseconds(rows->integer(1)) + ahead,
                                     fromMilliseconds(rows->integer(2)) + ahead});
}

Result<QList<QByteArray>> SessionTable::renew(const QList<SessionRenewal> &renewals)
{
    Transaction transaction(m_database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    const auto now = m_database.now();
    if (!now)
        return now.error();
    QList<QByteArray> lost;
    for (const SessionRenewal &renewal : renewals) {
        // Also of one whose time is over, as long as nobody has taken its nickname.
        const auto renewed =
            m_database.run(u"UPDATE sessions SET expires = ? WHERE token_hash = ?"_s,
                           {timeValue(*now + renewal.lifetime), renewal.tokenHash});
        if (!renewed)
            return renewed.error();
        if (renewed->affected() == 0)
            lost.append(renewal.tokenHash);
    }
    const auto committed = transaction.commit();
    return committed ? Result<QList<QByteArray>>(lost) : committed.error();
}

Result<void> SessionTable::remove(const QByteArray &tokenHash)
{
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    if (auto removed =
            m_database.execute(u"DELETE FROM sessions WHERE token_hash = ?"_s, {tokenHash});
        !removed)
        return removed;
    return transaction.commit();
}

} // namespace samsa::store

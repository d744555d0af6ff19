// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/session_table.h"

#include "protocol/rules.h"

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
    // One statement decides: the row is ours to write if its token is this one, or its time is
    // over.
    const auto renewed =
        m_database.run(u"UPDATE sessions SET nickname = ?, expires = ?, "
                       "created = CASE WHEN token_hash = ? THEN created ELSE ? END, token_hash = ? "
                       "WHERE nickname_fold = ? AND (token_hash = ? OR expires <= ?)"_s,
                       {row.nickname, timeValue(row.expires), row.tokenHash, timeValue(row.created),
                        row.tokenHash, fold, row.tokenHash, timeValue(row.created)});
    if (!renewed)
        return renewed.error();
    if (renewed->affected() == 0) {
        const auto inserted = m_database.execute(
            u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, expires) "
            "VALUES (?, ?, ?, ?, ?)"_s,
            {fold, row.nickname, row.tokenHash, timeValue(row.created), timeValue(row.expires)});
        if (!inserted)
            return m_database.uniqueViolation() ? taken : inserted.error();
    }
    return transaction.commit();
}

Result<std::optional<SessionRow>> SessionTable::find(const QByteArray &tokenHash)
{
    auto rows = m_database.run(
        u"SELECT nickname, created, expires FROM sessions WHERE token_hash = ?"_s, {tokenHash});
    if (!rows)
        return rows.error();
    if (!rows.value().next())
        return std::optional<SessionRow>();
    return std::optional(SessionRow {rows->value(0).toString(), tokenHash,
                                     fromMilliseconds(rows->integer(1)),
                                     fromMilliseconds(rows->integer(2))});
}

Result<void> SessionTable::touch(const QList<std::pair<QByteArray, Timestamp>> &expiries)
{
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    for (const auto &[tokenHash, expires] : expiries)
        if (auto done =
                m_database.execute(u"UPDATE sessions SET expires = ? WHERE token_hash = ?"_s,
                                   {timeValue(expires), tokenHash});
            !done)
            return done;
    return transaction.commit();
}

Result<void> SessionTable::remove(const QByteArray &tokenHash)
{
    return m_database.execute(u"DELETE FROM sessions WHERE token_hash = ?"_s, {tokenHash});
}

} // namespace samsa::store

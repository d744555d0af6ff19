// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/store.h"

#include "server/store/change_table.h"
#include "server/store/database_thread.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "server/store/session_table.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

/// As many clients as may be connected, by default, when all of them come back at once.
constexpr std::size_t requestsWaitingMost = 10'000;

/// How long a database may take to answer nothing.
constexpr std::chrono::milliseconds lookWithin {3000};

/// How long a server's database may take to change its tables.
constexpr std::chrono::hours migrationTime {1};

protocol::Error behindAPooler(const DatabaseUrl &url)
{
    return {protocol::Code::StartFailed,
            u"The database %1 is reached through a pooler that gives each transaction another "
            "connection (pgbouncer: pool_mode = transaction), where locks, settings and prepared "
            "statements are lost now and again. Let the pooler keep a connection for each session "
            "(pool_mode = session), or name PostgreSQL itself."_s.arg(url.display()),
            {}};
}

Result<void> migrateOnce(const DatabaseUrl &url)
{
    const bool file = url.kind == DatabaseUrl::Kind::Sqlite;
    auto database = file ? Database::open(url, DatabaseThread::lockPatience)
                         : Database::open(url, migrationTime, migrationTime);
    if (!database)
        return database.error();
    if (const auto shared = (*database)->isShared(); !shared || *shared)
        return shared ? behindAPooler(url) : shared.error();
    for (const QString &warning : (*database)->warnings())
        qCWarning(lcStore).noquote() << warning;
    return migrate(**database);
}

} // namespace

Store::Store(QString url, Abandonment *abandonment)
    : m_thread(std::make_unique<DatabaseThread>(std::move(url), requestsWaitingMost, abandonment))
{
}

Store::~Store()
{
    close();
}

Result<void> Store::open()
{
    const auto parsed = parseDatabaseUrl(m_thread->url());
    if (!parsed)
        return parsed.error();
    if (auto migrated = migrateOnce(*parsed); !migrated)
        return migrated;
    return m_thread->open();
}

void Store::close()
{
    m_thread->close();
}

void Store::look()
{
    if (m_thread->waiting() > 0)
        return;
    m_thread->ask<void>([](Database &database) { return database.execute(u"SELECT 1"_s); },
                        [](const Result<void> &) {}, lookWithin);
}

bool Store::healthy() const
{
    return m_thread->healthy();
}

qint64 Store::waiting() const
{
    return m_thread->waiting();
}

qint64 Store::refused() const
{
    return m_thread->refused();
}

QString Store::url() const
{
    return m_thread->url();
}

void Store::claimNickname(SessionRow row, ReplyTo<Result<void>> reply)
{
    m_thread->ask<void>(
        [row = std::move(row)](Database &database) { return SessionTable(database).claim(row); },
        std::move(reply));
}

void Store::findSession(QByteArray tokenHash, ReplyTo<Result<std::optional<SessionRow>>> reply)
{
    m_thread->ask<std::optional<SessionRow>>(
        [tokenHash = std::move(tokenHash)](Database &database) {
            return SessionTable(database).find(tokenHash);
        },
        std::move(reply));
}

void Store::renewSessions(QList<SessionRenewal> renewals,
                          std::function<void(Result<QList<QByteArray>>)> answer)
{
    m_thread->ask<QList<QByteArray>>(
        [renewals = std::move(renewals)](Database &database) {
            return SessionTable(database).renew(renewals);
        },
        std::move(answer));
}

void Store::deleteSession(QByteArray tokenHash, ReplyTo<Result<void>> reply)
{
    m_thread->ask<void>(
        [tokenHash = std::move(tokenHash)](Database &database) {
            return SessionTable(database).remove(tokenHash);
        },
        std::move(reply));
}

void Store::createRoom(RoomRow row, ReplyTo<Result<RoomRef>> reply)
{
    m_thread->ask<RoomRef>(
        [row = std::move(row)](Database &database) -> Result<RoomRef> {
            Transaction transaction(database);
            if (const auto begun = transaction.begin(); !begun)
                return begun.error();
            auto room = RoomTable(database).insert(row);
            if (!room)
                return room;
            const auto committed = transaction.commit();
            return committed ? room : committed.error();
        },
        std::move(reply));
}

void Store::findRoom(QUuid id, ReplyTo<Result<std::optional<RoomRow>>> reply)
{
    m_thread->ask<std::optional<RoomRow>>(
        [id](Database &database) { return RoomTable(database).find(id); }, std::move(reply));
}

void Store::history(PastRequest request, ReplyTo<Result<StoredPage>> reply)
{
    m_thread->ask<StoredPage>(
        [request = std::move(request)](Database &database) -> Result<StoredPage> {
            auto messages = MessageTable(database).history(
                request.room, request.after, request.before, request.ceiling, request.messages);
            if (!messages)
                return messages.error();
            StoredPage page {std::move(messages).value(), {}};
            if (request.changes == 0)
                return page;
            auto changes = ChangeTable(database).history(request.room, request.after.value_or(0),
                                                         request.ceiling, request.changes);
            if (!changes)
                return changes.error();
            page.changes = std::move(changes).value();
            return page;
        },
        std::move(reply));
}

void Store::firstSince(RoomRef room, Timestamp time, qint64 ceiling,
                       ReplyTo<Result<std::optional<qint64>>> reply)
{
    m_thread->ask<std::optional<qint64>>(
        [=](Database &database) { return MessageTable(database).firstSince(room, time, ceiling); },
        std::move(reply));
}

} // namespace samsa::store

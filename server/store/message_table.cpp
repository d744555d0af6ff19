// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/message_table.h"

#include "protocol/json_text.h"
#include "server/store/room_table.h"

#include <algorithm>

namespace samsa::store {

using log::EntryPtr;
using log::Milliseconds;
using log::RoomRef;

namespace {

constexpr int columns = 6;
/// After so many rows it is looked whether all of them were new.
constexpr std::ptrdiff_t rowsInOneChunk = 2000;
/// Far below what a server takes at once (MariaDB: max_allowed_packet, 16 MiB).
constexpr qsizetype bytesInOneStatement = 1 << 20;
constexpr int idsInOneStatement = 500;

QString repeated(const QString &what, qsizetype times)
{
    QString text = what;
    for (qsizetype i = 1; i < times; ++i)
        text += QStringLiteral(", ") + what;
    return text;
}

/// What entries, in order of position within each room, add to their rooms.
QList<RoomGrowth> growthOf(const std::vector<EntryPtr> &entries)
{
    if (entries.size() == 1) // As most often with the local log.
        return {{.last = entries.front(), .newMessages = 1}};
    QList<RoomGrowth> rooms;
    QHash<qint64, qsizetype> places;
    for (const EntryPtr &entry : entries) {
        const qsizetype place = places.value(entry->room.key, rooms.size());
        if (place == rooms.size()) {
            places.insert(entry->room.key, place);
            rooms.append(RoomGrowth());
        }
        RoomGrowth &room = rooms[place];
        room.last = entry;
        ++room.newMessages;
    }
    return rooms;
}

} // namespace

MessageTable::MessageTable(Database &database)
    : m_database(database)
{
}

Result<qint64> MessageTable::insert(const Entries &entries)
{
    Entries stored;
    for (auto first = entries.begin(); first != entries.end();) {
        const auto end = first + std::min<std::ptrdiff_t>(rowsInOneChunk, entries.end() - first);
        if (const auto inserted = insertChunk(first, end, stored); !inserted)
            return inserted;
        first = end;
    }

    if (const auto updated = RoomTable(m_database).addMessages(growthOf(stored)); !updated)
        return updated.error();
    return static_cast<qint64>(stored.size());
}

/// Inserts rows of which as a rule all are new; if not, finds out which.
Result<qint64> MessageTable::insertChunk(Entries::const_iterator first, Entries::const_iterator end,
                                         Entries &stored)
{
    if (auto set = m_database.execute(QStringLiteral("SAVEPOINT message_rows")); !set)
        return set.error();
    auto inserted = insertRows(first, end);
    if (!inserted && m_database.uniqueViolation())
        inserted = 0;
    if (!inserted)
        return inserted;
    if (*inserted == end - first) {
        stored.insert(stored.end(), first, end);
    } else {
        if (auto undone = m_database.execute(QStringLiteral("ROLLBACK TO SAVEPOINT message_rows"));
            !undone)
            return undone.error();
        for (auto row = first; row != end; ++row) {
            inserted = insertRows(row, row + 1);
            if (!inserted)
                return inserted;
            if (*inserted == 1) {
                stored.push_back(*row);
                continue;
            }
            if (const auto there = isThere(**row); !there)
                return there.error();
        }
    }
    if (auto released = m_database.execute(QStringLiteral("RELEASE SAVEPOINT message_rows"));
        !released)
        return released.error();
    return inserted;
}

/// Whether a row that was left out is one that the table holds: MariaDB leaves out others as well,
/// which nobody may take for stored.
Result<void> MessageTable::isThere(const log::Entry &entry)
{
    auto rows =
        m_database.run(QStringLiteral("SELECT 1 FROM messages WHERE room_key = ? AND id = ? "
                                      "UNION ALL SELECT 1 FROM messages WHERE room_key = ? "
                                      "AND position = ?"),
                       {entry.room.key, entry.id.toRfc4122(), entry.room.key, entry.position});
    if (!rows)
        return rows.error();
    if (rows.value().next())
        return {};
    qCWarning(logStore) << "The database takes no message of a room that it does not hold (foreign "
                           "key), room"
                        << entry.room.key;
    return protocol::Error {protocol::Code::DatabaseUnavailable,
                            QStringLiteral("The database did not take a message."),
                            std::chrono::seconds(1)};
}

Result<qint64> MessageTable::insertRows(Entries::const_iterator first, Entries::const_iterator end)
{
    const Dialect &dialect = m_database.dialect();
    qint64 inserted = 0;
    while (first != end) {
        if (!dialect.jsonRows.isEmpty() && end - first > 1) {
            const auto done = insertAsJson(first, end);
            if (!done)
                return done;
            inserted += *done;
            continue;
        }
        // Whole statements first, which are kept; what is left goes row by row.
        const qsizetype rows = end - first >= dialect.rowsInOneInsert ? dialect.rowsInOneInsert : 1;
        const auto done = insertStatement(first, first + rows);
        if (!done)
            return done;
        inserted += *done;
        first += rows;
    }
    return inserted;
}

/// Inserts as many as fit into one statement, all or (a unique violation) none: to look first
/// whether each is there costs PostgreSQL a fifth of its time. Moves \a first behind them.
Result<qint64> MessageTable::insertAsJson(Entries::const_iterator &first,
                                          Entries::const_iterator end)
{
    QByteArray json("[");
    for (; first != end && json.size() < bytesInOneStatement; ++first) {
        const log::Entry &entry = **first;
        if (json.size() > 1)
            json += ',';
        protocol::JsonObjectWriter row(json);
        row.integer("room_key", entry.room.key);
        row.integer("position", entry.position);
        row.string("id", entry.id.toRfc4122().toHex());
        row.string("nickname", entry.nickname);
        row.string("text", entry.text);
        row.integer("time", entry.time.count());
        row.end();
    }
    json += ']';
    if (m_insertJson.isEmpty()) {
        const Dialect &dialect = m_database.dialect();
        const QString rows = dialect.jsonRowsOf(
            {QStringLiteral("room_key"), QStringLiteral("position"), QStringLiteral("time")},
            {QStringLiteral("id"), QStringLiteral("nickname"), QStringLiteral("text")});
        m_insertJson =
            QStringLiteral("INSERT INTO messages (room_key, position, id, nickname, text, time) "
                           "SELECT room_key, position, %1, nickname, text, time FROM %2")
                .arg(dialect.jsonBytes.arg(QStringLiteral("id")), rows);
    }
    const auto rows = m_database.run(m_insertJson, {QString::fromUtf8(json)});
    if (!rows)
        return rows.error();
    return rows->affected();
}

Result<qint64> MessageTable::insertStatement(Entries::const_iterator first,
                                             Entries::const_iterator end)
{
    QVariantList values;
    values.reserve((end - first) * columns);
    for (auto row = first; row != end; ++row) {
        const log::Entry &entry = **row;
        values << entry.room.key << entry.position << entry.id.toRfc4122()
               << QString::fromUtf8(entry.nickname) << QString::fromUtf8(entry.text)
               << static_cast<qint64>(entry.time.count());
    }
    const Dialect &dialect = m_database.dialect();
    QString &sql = end - first == 1 ? m_insertOne : m_insertMany;
    if (sql.isEmpty()) {
        sql =
            QStringLiteral("INSERT %1 INTO messages (room_key, position, id, nickname, text, time) "
                           "VALUES %2 %3")
                .arg(dialect.ignoreBefore,
                     repeated(QStringLiteral("(?, ?, ?, ?, ?, ?)"), end - first),
                     dialect.ignoreAfter);
    }
    const auto rows = m_database.run(sql, values);
    if (!rows)
        return rows.error();
    return rows->affected();
}

Result<std::vector<EntryPtr>> MessageTable::history(const RoomRef &room,
                                                    std::optional<qint64> after,
                                                    std::optional<qint64> before, qint64 ceiling,
                                                    int limit)
{
    const qint64 smallest = after.value_or(0);
    // Exclusive, as the cursor is.
    const qint64 end =
        std::min(before.value_or(std::numeric_limits<qint64>::max()),
                 ceiling == std::numeric_limits<qint64>::max() ? ceiling : ceiling + 1);
    const QString sql =
        QStringLiteral("SELECT position, id, nickname, text, time FROM messages "
                       "WHERE room_key = ? AND position > ? AND position < ? ORDER BY position ");
    auto rows =
        m_database.run(sql + (after ? QStringLiteral("LIMIT ?") : QStringLiteral("DESC LIMIT ?")),
                       {room.key, smallest, end, limit});
    if (!rows)
        return rows.error();
    std::vector<EntryPtr> entries;
    while (rows.value().next()) {
        entries.push_back(log::makeEntry({.id = QUuid::fromRfc4122(rows->value(1).toByteArray()),
                                          .room = room,
                                          .nickname = rows->value(2).toString().toUtf8(),
                                          .text = rows->value(3).toString().toUtf8(),
                                          .time = Milliseconds(rows->integer(4))},
                                         rows->integer(0)));
    }
    if (!after)
        std::reverse(entries.begin(), entries.end());
    return entries;
}

Result<QHash<QUuid, StoredMessage>> MessageTable::find(const RoomRef &room, const QList<QUuid> &ids)
{
    QHash<QUuid, StoredMessage> found;
    for (qsizetype first = 0; first < ids.size(); first += idsInOneStatement) {
        const QList<QUuid> some =
            ids.sliced(first, std::min<qsizetype>(idsInOneStatement, ids.size() - first));
        QVariantList values {room.key};
        for (const QUuid &id : some)
            values << id.toRfc4122();
        auto rows = m_database.run(
            QStringLiteral(
                "SELECT id, position, time FROM messages WHERE room_key = ? AND id IN (%1)")
                .arg(repeated(QStringLiteral("?"), some.size())),
            values);
        if (!rows)
            return rows.error();
        while (rows.value().next()) {
            found.insert(QUuid::fromRfc4122(rows->value(0).toByteArray()),
                         {rows->integer(1), Milliseconds(rows->integer(2))});
        }
    }
    return found;
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/room_table.h"

#include "protocol/json_text.h"
#include "protocol/rules.h"
#include "protocol/text_bytes.h"

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

QString selectRooms(const Dialect &dialect)
{
    return u"SELECT room_key, id, %1, %2, created, partition_number, message_count, last_position, "
           "last_time, %3, %4, last_change FROM rooms"_s.arg(
               dialect.textOf(u"name"_s), dialect.textOf(u"creator"_s),
               dialect.textOf(u"last_nickname"_s), dialect.textOf(u"last_text"_s));
}

constexpr qint64 bytesInOneStatement = 1 << 20;
/// Of a row in JSON: a name and a preview.
constexpr qint64 rowBytesMost = 8 * 1024;

RoomRow roomOf(const Rows &rows)
{
    RoomRow row;
    row.ref.key = rows.integer(0);
    row.ref.id = QUuid::fromRfc4122(rows.value(1).toByteArray());
    row.name = rows.value(2).toString();
    row.creator = rows.value(3).toString();
    row.created = fromMilliseconds(rows.integer(4));
    row.ref.partition = static_cast<int>(rows.integer(5));
    row.messageCount = rows.integer(6);
    row.lastPosition = rows.integer(7);
    row.lastTime = fromMilliseconds(rows.integer(8));
    row.lastNickname = rows.value(9).toString();
    row.lastText = rows.value(10).toString();
    row.lastChange = rows.integer(11);
    return row;
}

} // namespace

RoomTable::RoomTable(Database &database)
    : m_database(database)
{
}

Result<RoomRef> RoomTable::insert(const RoomRow &row)
{
    const auto inserted =
        m_database.run(u"INSERT INTO rooms (id, name, name_fold, creator, created, "
                       "partition_number, message_count, "
                       "last_position, last_time, last_nickname, last_text) VALUES "
                       "(?, ?, ?, ?, ?, ?, 0, 0, 0, '', '')"_s,
                       {row.ref.id.toRfc4122(), row.name, protocol::foldName(row.name), row.creator,
                        toMilliseconds(row.created), row.ref.partition});
    if (!inserted) {
        if (!m_database.uniqueViolation())
            return inserted.error();
        return Error {
            Code::RoomExists, u"There is a room called \"%1\" already."_s.arg(row.name), {}};
    }
    return RoomRef {row.ref.id, inserted->insertedKey(), row.ref.partition};
}

Result<QList<RoomRow>> RoomTable::all()
{
    auto rows = m_database.run(selectRooms(m_database.dialect()));
    if (!rows)
        return rows.error();
    QList<RoomRow> all;
    while (rows.value().next())
        all.append(roomOf(*rows));
    return all;
}

Result<std::optional<RoomRow>> RoomTable::find(const QUuid &id)
{
    auto rows =
        m_database.run(selectRooms(m_database.dialect()) + u" WHERE id = ?"_s, {id.toRfc4122()});
    if (!rows)
        return rows.error();
    return rows.value().next() ? std::optional(roomOf(*rows)) : std::nullopt;
}

Result<void> RoomTable::addMessages(const QList<RoomGrowth> &rooms)
{
    const Dialect &dialect = m_database.dialect();
    if (dialect.writing.jsonRows.isEmpty() || rooms.size() < 2)
        return addToEach(rooms);
    for (auto first = rooms.cbegin(); first != rooms.cend();)
        if (auto added = addTogether(first, rooms.cend()); !added)
            return added;
    return {};
}

/// As many as fit into one statement, and moves \a first behind them.
Result<void> RoomTable::addTogether(QList<RoomGrowth>::const_iterator &first,
                                    QList<RoomGrowth>::const_iterator end)
{
    const Dialect &dialect = m_database.dialect();
    const qint64 most =
        std::min(bytesInOneStatement, m_database.statementBytesMost()) - rowBytesMost;
    QByteArray json("[");
    for (; first != end && json.size() < most; ++first) {
        const RoomGrowth &room = *first;
        if (json.size() > 1)
            json += ',';
        const Entry &last = *room.last;
        protocol::JsonObjectWriter row(json);
        row.integer("room", last.room.key);
        row.integer("added", room.newMessages);
        row.integer("position", last.position);
        row.integer("time", toMilliseconds(last.time));
        row.string("nickname", last.nickname);
        row.string("text", protocol::previewOf(protocol::textFromUtf8(last.text)));
        row.end();
    }
    json += ']';
    const QString sql = dialect.writing.jsonUpdate.arg(
        u"rooms"_s,
        u"message_count = message_count + new.added, "
        "last_position = new.position, "
        "last_time = new.time, "
        "last_nickname = new.nickname, "
        "last_text = new.text"_s,
        dialect.writing.jsonRowsOf({u"room"_s, u"added"_s, u"position"_s, u"time"_s},
                                   {u"nickname"_s, u"text"_s}),
        u"rooms.room_key = new.room"_s);
    return m_database.execute(sql, {QString::fromUtf8(json)});
}

Result<void> RoomTable::addToEach(const QList<RoomGrowth> &rooms)
{
    static const QString sql =
        u"UPDATE rooms SET message_count = message_count + ?, last_position = ?, last_time = ?, "
        "last_nickname = ?, last_text = ? WHERE room_key = ?"_s;
    for (const RoomGrowth &room : rooms) {
        const Entry &last = *room.last;
        if (auto updated = m_database.execute(
                sql,
                {room.newMessages, last.position, toMilliseconds(last.time),
                 protocol::textFromUtf8(last.nickname),
                 protocol::previewOf(protocol::textFromUtf8(last.text)), last.room.key});
            !updated)
            return updated;
    }
    return {};
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/message_table.h"

#include "protocol/json_text.h"
#include "protocol/text_bytes.h"
#include "server/base/change.h"
#include "server/store/entry_rows.h"
#include "server/store/room_table.h"

#include <algorithm>
#include <tuple>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

/// After so many rows it is looked whether all of them were new.
constexpr std::ptrdiff_t rowsInOneChunk = 2000;
/// What is more goes into the next statement.
constexpr qint64 bytesInOneStatement = 1 << 20;
/// What a row has besides its name and text, and a statement besides its rows, at most.
constexpr qint64 bytesBesides = 512;

/// The columns of a row; one more where there are messages among them that answer others.
QString intoMessages(bool answers)
{
    return answers ? u"INTO messages (room_key, position, id, nickname, text, time, reply_to) "_s
                   : u"INTO messages (room_key, position, id, nickname, text, time) "_s;
}

/// As hexadecimal digits or as JSON, where each byte may be six.
enum class Form { Digits, Json };
qint64 bytesOf(const Entry &entry, Form form)
{
    const qint64 most = form == Form::Digits ? 2 : 6;
    return most * (entry.nickname.size() + entry.text.size()) + bytesBesides;
}

bool isAnswer(const EntryPtr &entry)
{
    return !entry->replyTo.isNull();
}

/// What entries, sorted by room and position, add to their rooms.
QList<RoomGrowth> growthOf(const std::vector<EntryPtr> &entries)
{
    QList<RoomGrowth> rooms;
    for (const EntryPtr &entry : entries) {
        if (rooms.isEmpty() || rooms.last().last->room.key != entry->room.key)
            rooms.append(RoomGrowth());
        rooms.last().last = entry;
        ++rooms.last().newMessages;
    }
    return rooms;
}

} // namespace

MessageTable::MessageTable(Database &database)
    : m_database(database)
{
}

Result<qint64> MessageTable::insert(Entries entries)
{
    // As the table and its index are sorted, so that each of their pages is visited once.
    std::sort(entries.begin(), entries.end(), [](const EntryPtr &left, const EntryPtr &right) {
        return std::tie(left->room.key, left->position)
            < std::tie(right->room.key, right->position);
    });
    Entries stored;
    for (auto first = entries.cbegin(); first != entries.cend();) {
        const auto end = first + std::min<std::ptrdiff_t>(rowsInOneChunk, entries.cend() - first);
        if (const auto inserted = insertChunk(first, end, stored); !inserted)
            return inserted.error();
        first = end;
    }

    if (const auto updated = RoomTable(m_database).addMessages(growthOf(stored)); !updated)
        return updated.error();
    return static_cast<qint64>(stored.size());
}

/// Inserts rows of which as a rule all are new; if not, finds out which.
Result<void> MessageTable::insertChunk(Row first, Row end, Entries &stored)
{
    const Dialect &dialect = m_database.dialect();
    const bool together = dialect.writing.rowsAsText || !dialect.writing.jsonRows.isEmpty();
    if (!together || end - first == 1)
        return insertEach(first, end, stored);
    if (auto set = m_database.execute(u"SAVEPOINT message_rows"_s); !set)
        return set;
    if (auto inserted = insertTogether(first, end); inserted) {
        stored.insert(stored.end(), first, end);
    } else {
        if (!m_database.uniqueViolation())
            return inserted;
        if (auto undone = m_database.execute(u"ROLLBACK TO SAVEPOINT message_rows"_s); !undone)
            return undone;
        if (auto each = insertEach(first, end, stored); !each)
            return each;
    }
    return m_database.execute(u"RELEASE SAVEPOINT message_rows"_s);
}

Result<void> MessageTable::insertEach(Row first, Row end, Entries &stored)
{
    for (auto row = first; row != end; ++row) {
        const auto inserted = insertOne(**row);
        if (!inserted)
            return inserted.error();
        if (*inserted == 1) {
            stored.push_back(*row);
            continue;
        }
        if (auto there = isThere(**row); !there)
            return there;
    }
    return {};
}

/// Whether a row that was left out is one that the table holds: MariaDB leaves out others as well,
/// which nobody may take for stored.
Result<void> MessageTable::isThere(const Entry &entry)
{
    auto rows =
        m_database.run(u"SELECT 1 FROM messages WHERE room_key = ? AND id = ? "
                       "UNION ALL SELECT 1 FROM messages WHERE room_key = ? "
                       "AND position = ?"_s,
                       {entry.room.key, entry.id.toRfc4122(), entry.room.key, entry.position});
    if (!rows)
        return rows.error();
    if (rows.value().next())
        return {};
    qCWarning(lcStore) << "The database takes no message of a room that it does not hold (foreign "
                          "key), room"
                       << entry.room.key;
    return protocol::Error {protocol::Code::DatabaseUnavailable,
                            u"The database did not take a message."_s, std::chrono::seconds(1)};
}

/// All or (a unique violation) none: to look first whether each is there costs PostgreSQL a fifth
/// of its time.
Result<void> MessageTable::insertTogether(Row first, Row end)
{
    while (first != end) {
        auto inserted = m_database.dialect().writing.rowsAsText ? insertAsText(first, end)
                                                                : insertAsJson(first, end);
        if (!inserted)
            return inserted;
    }
    return {};
}

/// Inserts as many as fit into one statement, and moves \a first behind them.
Result<void> MessageTable::insertAsJson(Row &first, Row end)
{
    const bool answers = std::any_of(first, end, isAnswer);
    QByteArray json("[");
    const qint64 most = std::min(bytesInOneStatement, m_database.statementBytesMost());
    for (bool any = false; first != end; ++first, any = true) {
        const Entry &entry = **first;
        if (any && json.size() + bytesOf(entry, Form::Json) > most)
            break;
        if (json.size() > 1)
            json += ',';
        protocol::JsonObjectWriter row(json);
        row.integer("room_key", entry.room.key);
        row.integer("position", entry.position);
        row.string("id", entry.id.toRfc4122().toHex());
        row.string("nickname", entry.nickname);
        row.string("text", entry.text);
        row.integer("time", toMilliseconds(entry.time));
        if (!entry.replyTo.isNull())
            row.string("reply_to", entry.replyTo.toRfc4122().toHex());
        row.end();
    }
    json += ']';
    return m_database.execute(insertJson(answers), {QString::fromUtf8(json)});
}

const QString &MessageTable::insertJson(bool answers)
{
    QString &statement = m_insertJson[answers ? 1 : 0];
    if (statement.isEmpty()) {
        const Dialect::Writing &writing = m_database.dialect().writing;
        QStringList texts {u"id"_s, u"nickname"_s, u"text"_s};
        QString columns =
            u"room_key, position, %1, nickname, text, time"_s.arg(writing.jsonBytes.arg(u"id"_s));
        if (answers) {
            texts += u"reply_to"_s;
            columns += u", "_s + writing.jsonBytes.arg(u"reply_to"_s);
        }
        statement = u"INSERT "_s + intoMessages(answers)
            + u"SELECT %1 FROM %2"_s.arg(
                columns, writing.jsonRowsOf({u"room_key"_s, u"position"_s, u"time"_s}, texts));
    }
    return statement;
}

/// The same with the values in the statement: numbers, and hexadecimal digits, among which nothing
/// can be taken for SQL.
Result<void> MessageTable::insertAsText(Row &first, Row end)
{
    const bool answers = std::any_of(first, end, isAnswer);
    QByteArray sql = "INSERT " + intoMessages(answers).toLatin1() + "VALUES ";
    const auto bytes = [&sql](const QByteArray &value) {
        sql += "x'";
        sql += value.toHex();
        sql += "', ";
    };
    const qint64 most =
        std::min(bytesInOneStatement, m_database.statementBytesMost() - bytesBesides);
    for (const auto begin = first; first != end; ++first) {
        const Entry &entry = **first;
        if (first != begin && sql.size() + bytesOf(entry, Form::Digits) > most)
            break;
        sql += first == begin ? "(" : ", (";
        sql += QByteArray::number(entry.room.key) + ", ";
        sql += QByteArray::number(entry.position) + ", ";
        bytes(entry.id.toRfc4122());
        bytes(entry.nickname);
        bytes(entry.text);
        sql += QByteArray::number(toMilliseconds(entry.time));
        if (answers)
            sql += isAnswer(*first) ? ", x'" + entry.replyTo.toRfc4122().toHex() + '\'' : ", NULL";
        sql += ')';
    }
    return m_database.executeOnce(QString::fromLatin1(sql));
}

Result<qint64> MessageTable::insertOne(const Entry &entry)
{
    if (m_insertOne.isEmpty()) {
        const Dialect &dialect = m_database.dialect();
        m_insertOne = u"INSERT %1 %2 VALUES (?, ?, ?, ?, ?, ?) %3"_s.arg(
            dialect.writing.ignoreBefore, intoMessages(false), dialect.writing.ignoreAfter);
    }
    const auto rows =
        m_database.run(m_insertOne,
                       {entry.room.key, entry.position, entry.id.toRfc4122(),
                        protocol::textFromUtf8(entry.nickname), protocol::textFromUtf8(entry.text),
                        toMilliseconds(entry.time)});
    if (!rows)
        return rows.error();
    if (rows->affected() == 1 && !entry.replyTo.isNull()) {
        const auto answers = m_database.execute(
            u"UPDATE messages SET reply_to = ? WHERE room_key = ? AND position = ?"_s,
            {entry.replyTo.toRfc4122(), entry.room.key, entry.position});
        if (!answers)
            return answers.error();
    }
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
        u"SELECT %1 FROM messages WHERE room_key = ? AND position > ? "
        "AND position < ? ORDER BY position "_s.arg(messageColumns(m_database.dialect()));
    auto rows = m_database.run(sql + (after ? u"LIMIT ?"_s : u"DESC LIMIT ?"_s),
                               {room.key, smallest, end, limit});
    if (!rows)
        return rows.error();
    std::vector<EntryPtr> entries;
    while (rows.value().next())
        entries.push_back(messageOf(*rows, room));
    if (!after)
        std::reverse(entries.begin(), entries.end());
    return entries;
}

Result<std::optional<qint64>> MessageTable::firstSince(const RoomRef &room, Timestamp time,
                                                       qint64 ceiling)
{
    std::optional<qint64> found;
    qint64 older = 0; // Up to here all are.
    qint64 end = ceiling; // What is behind it has been looked at.
    while (older < end) {
        const qint64 middle = older + (end - older) / 2;
        auto rows = m_database.run(u"SELECT position, time FROM messages WHERE room_key = ? AND "
                                   "position > ? AND position <= ? ORDER BY position LIMIT 1"_s,
                                   {room.key, middle, ceiling});
        if (!rows)
            return rows.error();
        const bool isThere = rows.value().next();
        if (isThere && fromMilliseconds(rows->integer(1)) < time) {
            older = rows->integer(0);
            continue;
        }
        if (isThere)
            found = rows->integer(0);
        end = middle;
    }
    return found;
}

Result<QHash<QUuid, StoredMessage>> MessageTable::find(const RoomRef &room, const QList<QUuid> &ids)
{
    return findIds(m_database, u"messages"_s, room, ids);
}

Result<QHash<QUuid, EntryPtr>> MessageTable::load(const RoomRef &room, const QList<QUuid> &ids)
{
    QHash<QUuid, EntryPtr> found;
    const auto take = [&](const Rows &rows) {
        const EntryPtr message = messageOf(rows, room);
        found.insert(message->id, message);
    };
    if (const auto done = forEachId(
            m_database, u"SELECT %1 FROM messages"_s.arg(messageColumns(m_database.dialect())),
            room, ids, take);
        !done)
        return done.error();
    return found;
}

Result<void> MessageTable::writeFate(const Entry &message)
{
    const Fate &fate = *message.fate;
    const QVariant reactions = fate.reactions.isEmpty()
        ? QVariant(QMetaType::fromType<QString>())
        : QVariant(protocol::textFromUtf8(protocol::writeReactions(fate.reactions)));
    return m_database.execute(
        u"UPDATE messages SET text = ?, edited = ?, deleted = ?, changed = ?, reactions = ? "
        "WHERE room_key = ? AND position = ?"_s,
        {protocol::textFromUtf8(message.text), fate.edited ? toMilliseconds(*fate.edited) : 0,
         fate.deleted ? 1 : 0, fate.changed, reactions, message.room.key, message.position});
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/change_table.h"

#include "protocol/rules.h"
#include "protocol/text_bytes.h"
#include "server/base/fold.h"
#include "server/store/entry_rows.h"
#include "server/store/message_table.h"
#include "server/store/search_index.h"

#include <QSet>

#include <algorithm>
#include <tuple>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::EventType;

ChangeTable::ChangeTable(Database &database)
    : m_database(database)
{
}

Result<void> ChangeTable::lock(const std::vector<EntryPtr> &changes)
{
    QList<qint64> rooms;
    for (const EntryPtr &change : changes)
        if (change->change->type != EventType::Reaction && !rooms.contains(change->room.key))
            rooms.append(change->room.key);
    std::sort(rooms.begin(), rooms.end()); // Two who lock several never wait for each other.
    for (const qint64 room : std::as_const(rooms))
        if (auto locked = SearchIndex(m_database).lock(room); !locked)
            return locked;
    return {};
}

Result<qint64> ChangeTable::apply(std::vector<EntryPtr> changes)
{
    std::sort(changes.begin(), changes.end(), [](const EntryPtr &left, const EntryPtr &right) {
        return std::tie(left->room.key, left->position)
            < std::tie(right->room.key, right->position);
    });
    qint64 applied = 0;
    for (auto first = changes.cbegin(); first != changes.cend();) {
        const auto end = std::find_if(first, changes.cend(), [first](const EntryPtr &change) {
            return change->room.key != (*first)->room.key;
        });
        const auto some = applyToRoom(first, end);
        if (!some)
            return some;
        applied += *some;
        first = end;
    }
    return applied;
}

Result<qint64> ChangeTable::applyToRoom(Row first, Row end)
{
    QSet<QUuid> targets;
    for (auto change = first; change != end; ++change)
        targets.insert((*change)->change->target);
    const RoomRef &room = (*first)->room;
    const auto before = MessageTable(m_database).load(room, targets.values());
    if (!before)
        return before.error();
    QHash<QUuid, EntryPtr> messages = *before;
    qint64 applied = 0;
    qint64 last = 0;
    for (auto change = first; change != end; ++change) {
        const auto message = messages.find((*change)->change->target);
        if (message == messages.end())
            continue;
        const auto after = fold(*message, madeBy(**change));
        if (!after)
            continue;
        const auto inserted = insertOne(**change);
        if (!inserted)
            return inserted;
        if (*inserted == 0)
            continue; // A repeat.
        *message = *after;
        last = (*change)->position;
        ++applied;
    }
    for (const EntryPtr &message : *before)
        if (const EntryPtr &after = messages[message->id]; after != message)
            if (const auto written = write(message, after); !written)
                return written.error();
    if (applied == 0)
        return applied;
    const auto reached = m_database.execute(
        u"UPDATE rooms SET last_change = ? WHERE room_key = ? AND last_change < ?"_s,
        {last, room.key, last});
    return reached ? Result<qint64>(applied) : reached.error();
}

Result<qint64> ChangeTable::insertOne(const Entry &change)
{
    const Dialect::Writing &writing = m_database.dialect().writing;
    static const QString sql =
        u"INSERT %1 INTO message_changes (room_key, position, id, kind, target, nickname, text, "
        "removed, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) %2"_s;
    const auto rows = m_database.run(
        sql.arg(writing.ignoreBefore, writing.ignoreAfter),
        {change.room.key, change.position, change.id.toRfc4122(), int(change.change->type) + 1,
         change.change->target.toRfc4122(), protocol::textFromUtf8(change.nickname),
         protocol::textFromUtf8(change.text), change.change->remove ? 1 : 0,
         toMilliseconds(change.time)});
    if (!rows)
        return rows.error();
    return rows->affected();
}

Result<qint64> ChangeTable::insert(const std::vector<EntryPtr> &changes)
{
    qint64 inserted = 0;
    for (const EntryPtr &change : changes) {
        const auto one = insertOne(*change);
        if (!one)
            return one;
        inserted += *one;
    }
    return inserted;
}

Result<void> ChangeTable::write(const EntryPtr &before, const EntryPtr &after)
{
    if (auto written = MessageTable(m_database).writeFate(*after); !written)
        return written;
    if (before->text == after->text)
        return {};
    if (auto indexed = SearchIndex(m_database).rewrite(*before, after->text); !indexed)
        return indexed;
    const QString preview = protocol::previewOf(protocol::textFromUtf8(after->text));
    // Unless what was said last is not shown any more, for its age.
    auto shown = m_database.execute(u"UPDATE rooms SET last_text = ? WHERE room_key = ? "
                                    "AND last_position = ? AND last_nickname <> ''"_s,
                                    {preview, after->room.key, after->position});
    if (!shown || !after->fate->deleted)
        return shown;
    return m_database.execute(
        u"UPDATE message_changes SET text = '' WHERE room_key = ? AND target = ?"_s,
        {after->room.key, after->id.toRfc4122()});
}

Result<std::vector<EntryPtr>> ChangeTable::history(const RoomRef &room, qint64 after,
                                                   qint64 ceiling, int limit)
{
    auto rows = m_database.run(
        u"SELECT %1 FROM message_changes WHERE room_key = ? AND position > ? AND position <= ? "
        "AND (text <> '' OR kind = %2) ORDER BY position LIMIT ?"_s
            .arg(changeColumns(m_database.dialect()))
            .arg(int(EventType::Delete) + 1),
        {room.key, after, ceiling, limit});
    if (!rows)
        return rows.error();
    std::vector<EntryPtr> changes;
    while (rows.value().next())
        changes.push_back(changeOf(*rows, room));
    return changes;
}

Result<QHash<QUuid, StoredMessage>> ChangeTable::find(const RoomRef &room, const QList<QUuid> &ids)
{
    return findIds(m_database, u"message_changes"_s, room, ids);
}

} // namespace samsa::store

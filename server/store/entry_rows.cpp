// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/entry_rows.h"

#include "server/base/change.h"

#include <algorithm>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype idsInOneStatement = 512;

std::shared_ptr<const Fate> fateOf(const Rows &rows, qint64 changed)
{
    auto fate = std::make_shared<Fate>();
    fate->changed = changed;
    if (const qint64 edited = rows.integer(7); edited > 0)
        fate->edited = fromMilliseconds(edited);
    fate->deleted = rows.integer(8) != 0;
    const QByteArray reactions = rows.value(9).toString().toUtf8();
    if (reactions.isEmpty())
        return fate;
    if (auto parsed = protocol::parseReactions(reactions))
        fate->reactions = std::move(parsed).value();
    else
        qCWarning(lcStore).noquote() << "Reactions cannot be read:" << parsed.error().sentence;
    return fate;
}

} // namespace

QString messageColumns(const Dialect &dialect)
{
    return u"position, id, %1, %2, time, reply_to, changed, edited, deleted, reactions"_s.arg(
        dialect.textOf(u"nickname"_s), dialect.textOf(u"text"_s));
}

EntryPtr messageOf(const Rows &rows, const RoomRef &room)
{
    const NewMessage message {.id = QUuid::fromRfc4122(rows.value(1).toByteArray()),
                              .room = room,
                              .nickname = rows.value(2).toString().toUtf8(),
                              .text = rows.value(3).toString().toUtf8(),
                              .time = fromMilliseconds(rows.integer(4)),
                              .replyTo = QUuid::fromRfc4122(rows.value(5).toByteArray())};
    EntryPtr entry = makeEntry(message, rows.integer(0));
    const qint64 changed = rows.integer(6);
    if (changed == 0)
        return entry;
    auto withFate = std::make_shared<Entry>(*entry);
    withFate->fate = fateOf(rows, changed);
    withFate->json = jsonOf(*withFate);
    return withFate;
}

QString changeColumns(const Dialect &dialect)
{
    return u"position, id, %1, %2, time, kind, target, removed"_s.arg(dialect.textOf(u"nickname"_s),
                                                                      dialect.textOf(u"text"_s));
}

EntryPtr changeOf(const Rows &rows, const RoomRef &room)
{
    const Change change {.type = static_cast<protocol::EventType>(rows.integer(5) - 1),
                         .target = QUuid::fromRfc4122(rows.value(6).toByteArray()),
                         .remove = rows.integer(7) != 0};
    return makeEntry({.id = QUuid::fromRfc4122(rows.value(1).toByteArray()),
                      .room = room,
                      .nickname = rows.value(2).toString().toUtf8(),
                      .text = rows.value(3).toString().toUtf8(),
                      .time = fromMilliseconds(rows.integer(4)),
                      .change = std::make_shared<const Change>(change)},
                     rows.integer(0));
}

Result<void> forEachId(Database &database, const QString &select, const RoomRef &room,
                       const QList<QUuid> &ids, const std::function<void(const Rows &)> &take)
{
    for (qsizetype first = 0; first < ids.size(); first += idsInOneStatement) {
        const QList<QUuid> some =
            ids.sliced(first, std::min(idsInOneStatement, ids.size() - first));
        QVariantList values {room.key};
        for (const QUuid &id : some)
            values << id.toRfc4122();
        // Each different statement is kept: so there is one for each power of two.
        QString places = u"?"_s;
        for (qsizetype count = 1; count < some.size(); count *= 2)
            places += u", "_s + places;
        const auto wanted = 1 + places.count(u'?');
        while (values.size() < wanted)
            values << QVariant(values.last());
        auto rows =
            database.run(select + u" WHERE room_key = ? AND id IN (%1)"_s.arg(places), values);
        if (!rows)
            return rows.error();
        while (rows.value().next())
            take(*rows);
    }
    return {};
}

Result<QHash<QUuid, StoredMessage>> findIds(Database &database, const QString &table,
                                            const RoomRef &room, const QList<QUuid> &ids)
{
    QHash<QUuid, StoredMessage> found;
    const auto take = [&found](const Rows &rows) {
        found.insert(QUuid::fromRfc4122(rows.value(0).toByteArray()),
                     {rows.value(1).toString().toUtf8(), rows.integer(2),
                      fromMilliseconds(rows.integer(3))});
    };
    if (const auto done = forEachId(database,
                                    u"SELECT id, %1, position, time FROM %2"_s.arg(
                                        database.dialect().textOf(u"nickname"_s), table),
                                    room, ids, take);
        !done)
        return done.error();
    return found;
}

} // namespace samsa::store

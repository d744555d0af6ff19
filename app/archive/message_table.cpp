// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/message_table.h"

#include "protocol/times.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Message;
using protocol::Result;

namespace {

/// So many messages are removed at a time, which takes few milliseconds.
constexpr qint64 trimStep = 500;

/// The whole message as the wire has it, when it has more than the columns say; else null.
QByteArray detailsOf(const Message &message)
{
    Message plain;
    plain.id = message.id;
    plain.room = message.room;
    plain.position = message.position;
    plain.nickname = message.nickname;
    plain.text = message.text;
    plain.time = message.time;
    return message == plain ? QByteArray() : protocol::writeMessage(message);
}

qint64 sizeOf(const Message &message)
{
    return message.nickname.toUtf8().size() + message.text.toUtf8().size()
        + detailsOf(message).size();
}

QVariant blob(const QByteArray &bytes)
{
    return bytes.isNull() ? QVariant(QMetaType(QMetaType::QByteArray)) : QVariant(bytes);
}

} // namespace

Result<qint64> MessageTable::keyOf(const QUuid &room)
{
    if (const auto known = m_keys.constFind(room); known != m_keys.constEnd())
        return *known;
    auto key =
        m_database.integer(u"SELECT key FROM cached_rooms WHERE room = ?"_s, {idColumn(room)});
    if (key && *key > 0)
        m_keys.insert(room, *key);
    return key;
}

Result<qint64> MessageTable::makeKeyOf(const QUuid &room)
{
    if (auto known = keyOf(room); !known || *known > 0)
        return known;
    // Not remembered here: the transaction may yet be undone.
    if (const auto made =
            m_database.execute(u"INSERT INTO cached_rooms (room) VALUES (?)"_s, {idColumn(room)});
        !made)
        return made.error();
    return m_database.integer(u"SELECT key FROM cached_rooms WHERE room = ?"_s, {idColumn(room)});
}

Result<void> MessageTable::keep(const QUuid &room, const QList<Message> &messages, Span covers)
{
    covers.first = std::max<qint64>(covers.first, 1);
    const auto key = makeKeyOf(room);
    if (!key)
        return key.error();
    qint64 added = 0;
    qint64 bytes = 0;
    for (const Message &message : messages) {
        auto rows = m_database.run(u"INSERT OR IGNORE INTO messages "
                                   "(room, position, id, time, nickname, text, details, changed) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {*key, message.position, idColumn(message.id),
                                    message.time.toMSecsSinceEpoch(), message.nickname,
                                    message.text, blob(detailsOf(message)), message.changed});
        if (!rows)
            return rows.error();
        if (rows->affected() > 0) {
            ++added;
            bytes += sizeOf(message);
        } else if (message.changed > 0) {
            const auto more = replace(*key, message);
            if (!more)
                return more.error();
            bytes += *more;
        }
    }
    if (auto counted = count(*key, added, bytes); !counted)
        return counted;
    return covers.isEmpty() ? Result<void>() : m_spans.add(*key, covers);
}

Result<qint64> MessageTable::replace(qint64 room, const Message &message)
{
    const auto size = m_database.integer(
        u"SELECT LENGTH(CAST(text AS BLOB)) + LENGTH(CAST(nickname AS BLOB)) "
        "+ IFNULL(LENGTH(details), 0) FROM messages WHERE room = ? AND position = ?"_s,
        {room, message.position});
    if (!size)
        return size.error();
    auto rows = m_database.run(u"UPDATE messages SET text = ?, details = ?, changed = ? "
                               "WHERE room = ? AND position = ? AND changed < ?"_s,
                               {message.text, blob(detailsOf(message)), message.changed, room,
                                message.position, message.changed});
    if (!rows)
        return rows.error();
    return rows->affected() > 0 ? sizeOf(message) - *size : 0;
}

Result<void> MessageTable::count(qint64 room, qint64 messages, qint64 bytes)
{
    return m_database.execute(u"UPDATE cached_rooms SET messages = messages + ?, "
                              "bytes = bytes + ? WHERE key = ?"_s,
                              {messages, bytes, room});
}

Result<void> MessageTable::forget(const QUuid &room)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    m_keys.remove(room);
    m_opened.remove(*key);
    for (const QString &sql :
         {u"DELETE FROM messages WHERE room = ?"_s, u"DELETE FROM spans WHERE room = ?"_s,
          u"DELETE FROM cached_rooms WHERE key = ?"_s})
        if (auto done = m_database.execute(sql, {*key}); !done)
            return done;
    return {};
}

Result<void> MessageTable::change(const QUuid &room, const QUuid &id,
                                  const std::function<bool(Message &)> &change)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    const auto kept = read(room,
                           u"SELECT position, id, time, nickname, text, details FROM messages "
                           "WHERE id = ? AND room = ?"_s,
                           {idColumn(id), *key});
    if (!kept)
        return kept.error();
    for (Message message : *kept) {
        if (!change(message))
            continue;
        const auto more = replace(*key, message);
        if (!more)
            return more.error();
        if (auto counted = count(*key, 0, *more); !counted)
            return counted;
    }
    return {};
}

Result<QList<Message>> MessageTable::read(const QUuid &room, const QString &sql,
                                          const QVariantList &values)
{
    auto rows = m_database.run(sql, values);
    if (!rows)
        return rows.error();
    QList<Message> messages;
    while (rows.value().next()) {
        Message message;
        message.room = room;
        message.position = rows->integer(0);
        message.id = QUuid::fromRfc4122(rows->value(1).toByteArray());
        message.time = protocol::utcTime(protocol::fromMilliseconds(rows->integer(2)));
        message.nickname = rows->text(3);
        message.text = rows->text(4);
        if (const QByteArray details = rows->value(5).toByteArray(); !details.isEmpty())
            if (const auto whole = protocol::parseMessage(details))
                message = *whole;
        messages.append(message);
    }
    if (const auto finished = rows->finished(); !finished)
        return finished.error();
    return messages;
}

/// Within \a span, the last ones below \a position, which need not be in it.
Result<MessageSlice> MessageTable::downFrom(const QUuid &room, qint64 key, const Span &span,
                                            qint64 position, int limit)
{
    auto messages =
        read(room,
             u"SELECT position, id, time, nickname, text, details FROM messages WHERE room = ? "
             "AND position < ? AND position >= ? ORDER BY position DESC LIMIT ?"_s,
             {key, position, span.first, limit + 1});
    if (!messages)
        return messages.error();
    MessageSlice slice;
    slice.messages = std::move(messages).value();
    slice.moreBefore = slice.messages.size() > limit;
    if (slice.moreBefore)
        slice.messages.removeLast();
    std::reverse(slice.messages.begin(), slice.messages.end());
    slice.covers.first = slice.moreBefore && !slice.messages.isEmpty()
        ? slice.messages.first().position
        : span.first;
    slice.covers.last = position - 1;
    slice.moreAfter = span.last >= position;
    return slice;
}

/// Within \a span, the first ones from \a position on, which need not be in it.
Result<MessageSlice> MessageTable::upFrom(const QUuid &room, qint64 key, const Span &span,
                                          qint64 position, int limit)
{
    auto messages =
        read(room,
             u"SELECT position, id, time, nickname, text, details FROM messages WHERE room = ? "
             "AND position >= ? AND position <= ? ORDER BY position LIMIT ?"_s,
             {key, position, span.last, limit + 1});
    if (!messages)
        return messages.error();
    MessageSlice slice;
    slice.messages = std::move(messages).value();
    slice.moreAfter = slice.messages.size() > limit;
    if (slice.moreAfter)
        slice.messages.removeLast();
    slice.covers.first = position;
    slice.covers.last =
        slice.moreAfter && !slice.messages.isEmpty() ? slice.messages.last().position : span.last;
    slice.moreBefore = span.first < position;
    return slice;
}

/// Never the same time twice, so that there is an order.
void MessageTable::noteOpened(qint64 room)
{
    m_lastOpened = std::max(m_lastOpened + 1, QDateTime::currentMSecsSinceEpoch());
    m_opened.insert(room, m_lastOpened);
}

Result<MessageSlice> MessageTable::newest(const QUuid &room, int limit)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    if (*key == 0)
        return MessageSlice();
    noteOpened(*key);
    const auto span = m_spans.newest(*key);
    if (!span)
        return span.error();
    if (span->isEmpty())
        return MessageSlice();
    return downFrom(room, *key, *span, SpanTable::positionBehind(span->last), limit);
}

Result<MessageSlice> MessageTable::before(const QUuid &room, qint64 position, int limit)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    const auto span = m_spans.at(*key, position - 1);
    if (!span)
        return span.error();
    return span->isEmpty() ? MessageSlice() : downFrom(room, *key, *span, position, limit);
}

Result<MessageSlice> MessageTable::after(const QUuid &room, qint64 position, int limit)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    const qint64 from = SpanTable::positionBehind(position);
    const auto span = m_spans.at(*key, from);
    if (!span)
        return span.error();
    return span->isEmpty() ? MessageSlice() : upFrom(room, *key, *span, from, limit);
}

Result<MessageSlice> MessageTable::around(const QUuid &room, qint64 position, int limit)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    const auto span = m_spans.at(*key, position);
    if (!span)
        return span.error();
    if (span->isEmpty())
        return MessageSlice();
    noteOpened(*key);
    auto below = downFrom(room, *key, *span, position, limit / 2);
    if (!below)
        return below;
    auto above =
        upFrom(room, *key, *span, position, limit - static_cast<int>(below->messages.size()));
    if (!above)
        return above;
    MessageSlice slice;
    slice.messages = below->messages + above->messages;
    // With a limit of one there is nothing below, and so nothing is said about it.
    slice.covers = {below->messages.isEmpty() && below->moreBefore ? position : below->covers.first,
                    above->covers.last};
    slice.moreBefore = below->moreBefore;
    slice.moreAfter = above->moreAfter;
    return slice;
}

Result<TimePlace> MessageTable::atTime(const QUuid &room, const QDateTime &time)
{
    const auto key = keyOf(room);
    if (!key)
        return key.error();
    const auto position =
        m_database.integer(u"SELECT position FROM messages WHERE room = ? AND time >= ? "
                           "ORDER BY time, position LIMIT 1"_s,
                           {*key, time.toMSecsSinceEpoch()});
    if (!position)
        return position.error();
    TimePlace place {*position, false};
    if (place.position == 0)
        return place;
    const auto span = m_spans.at(*key, place.position);
    if (!span)
        return span.error();
    const auto earlier = m_database.integer(
        u"SELECT position FROM messages WHERE room = ? AND position < ? AND position >= ? "
        "ORDER BY position DESC LIMIT 1"_s,
        {*key, place.position, span->first});
    if (!earlier)
        return earlier.error();
    place.isCertain = !span->isEmpty() && (*earlier > 0 || span->hasBeginning());
    return place;
}

Result<void> MessageTable::writeOpened()
{
    for (auto it = m_opened.cbegin(); it != m_opened.cend(); ++it)
        if (auto written = m_database.execute(u"UPDATE cached_rooms SET opened = ? WHERE key = ?"_s,
                                              {it.value(), it.key()});
            !written)
            return written;
    m_opened.clear();
    return {};
}

Result<bool> MessageTable::trim(const Archive::Bounds &bounds)
{
    qint64 tooMany = 0;
    qint64 tooMuch = 0;
    {
        auto rows = m_database.run(u"SELECT SUM(messages), SUM(bytes) FROM cached_rooms"_s);
        if (!rows)
            return rows.error();
        if (rows.value().next()) {
            tooMany = rows->integer(0) - bounds.messages;
            tooMuch = rows->integer(1) - bounds.bytes;
        }
    }
    if (tooMany <= 0 && tooMuch <= 0)
        return false;
    if (const auto written = writeOpened(); !written)
        return written.error();
    const auto room = m_database.integer(
        u"SELECT key FROM cached_rooms WHERE messages > 0 ORDER BY opened, key LIMIT 1"_s);
    if (!room || *room == 0)
        return room ? Result<bool>(false) : Result<bool>(room.error());
    const qint64 step = tooMuch > 0 ? trimStep : std::min(trimStep, tooMany);
    const auto position = m_database.integer(
        u"SELECT MAX(position) FROM (SELECT position FROM messages WHERE room = ? "
        "ORDER BY position LIMIT ?)"_s,
        {*room, step});
    if (!position)
        return position.error();
    if (const auto removed = removeUpTo(*room, *position); !removed)
        return removed.error();
    return tooMany > step || tooMuch > 0;
}

Result<void> MessageTable::removeUpTo(qint64 room, qint64 position)
{
    qint64 messages = 0;
    qint64 bytes = 0;
    {
        auto rows = m_database.run(
            u"SELECT COUNT(*), SUM(LENGTH(CAST(text AS BLOB)) + LENGTH(CAST(nickname AS BLOB)) "
            "+ IFNULL(LENGTH(details), 0)) FROM messages WHERE room = ? AND position <= ?"_s,
            {room, position});
        if (!rows)
            return rows.error();
        if (rows.value().next()) {
            messages = rows->integer(0);
            bytes = rows->integer(1);
        }
    }
    if (auto removed = m_database.execute(
            u"DELETE FROM messages WHERE room = ? AND position <= ?"_s, {room, position});
        !removed)
        return removed;
    if (auto counted = count(room, -messages, -bytes); !counted)
        return counted;
    return m_spans.removeUpTo(room, position);
}

} // namespace samsa::app

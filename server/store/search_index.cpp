// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search_index.h"

#include "protocol/text_bytes.h"
#include "server/store/search_terms.h"

#include <algorithm>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int roomsToIndexAtOnce = 100;
/// Of a statement, besides its terms, at most.
constexpr qint64 bytesBesides = 512;
/// For the messages of one millisecond; what is more gets numbers of the next. Few, because
/// the numbers that follow each other in an index are kept as differences.
constexpr int bitsOfRow = 8;
constexpr qint64 latest = (qint64(1) << 50) - 1;

struct Unindexed
{
    qint64 position = 0;
    QString nickname;
    QString text;
    Timestamp time {};
};

QString termsOf(qint64 room, const QString &nickname, const QString &text, const Dialect &dialect)
{
    // What narrows a search comes first, should the rest be too much for a server.
    const QStringList terms =
        QStringList {roomTerm(room), senderTerm(nickname)} + searchTermsOf(text);
    QStringList written;
    written.reserve(terms.size());
    for (const QString &term : terms)
        written.append(dialect.search.term(term));
    return written.join(u' ');
}

} // namespace

SearchIndex::SearchIndex(Database &database)
    : m_database(database)
{
}

qint64 SearchIndex::numberAt(Timestamp time)
{
    return std::clamp<qint64>(toMilliseconds(time), 0, latest) << bitsOfRow;
}

Result<QList<SearchIndex::Room>> SearchIndex::roomsBehind(qint64 key)
{
    auto rows = m_database.run(u"SELECT r.room_key, r.last_position FROM rooms r "
                               "LEFT JOIN search_progress p ON p.room_key = r.room_key "
                               "WHERE r.room_key > ? AND r.last_position > "
                               "COALESCE(p.indexed_position, 0) ORDER BY r.room_key LIMIT ?"_s,
                               {key, roomsToIndexAtOnce});
    if (!rows)
        return rows.error();
    QList<Room> rooms;
    while (rows.value().next())
        rooms.append({rows->integer(0), rows->integer(1)});
    return rooms;
}

Result<void> SearchIndex::lock(qint64 room)
{
    const Dialect &dialect = m_database.dialect();
    auto there = m_database.execute(
        u"INSERT %1 INTO search_progress (room_key, indexed_position) "
        "VALUES (?, 0) %2"_s.arg(dialect.writing.ignoreBefore, dialect.writing.ignoreAfter),
        {room});
    if (!there)
        return there;
    return m_database.execute(u"UPDATE search_progress SET indexed_position = indexed_position "
                              "WHERE room_key = ?"_s,
                              {room});
}

Result<qint64> SearchIndex::freeNumber(Timestamp time)
{
    qint64 first = numberAt(time);
    // Somebody's records may all have one time, so each look goes twice as far.
    for (int bits = bitsOfRow;; ++bits) {
        const qint64 last = first + (qint64(1) << bits) - 1;
        auto rows = m_database.run(u"SELECT MAX(document) FROM search_documents "
                                   "WHERE document BETWEEN ? AND ?"_s,
                                   {first, last});
        if (!rows)
            return rows.error();
        if (!rows.value().next() || rows->value(0).isNull())
            return first;
        if (rows->integer(0) < last)
            return rows->integer(0) + 1;
        first = last + 1;
    }
}

Result<int> SearchIndex::addSome(const Room &room)
{
    Transaction transaction(m_database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    if (const auto locked = lock(room.key); !locked)
        return locked.error();
    QList<Unindexed> messages;
    {
        auto rows = m_database.run(
            u"SELECT position, %1, %2, time FROM messages "
            "WHERE room_key = ? AND position > (SELECT indexed_position "
            "FROM search_progress WHERE room_key = ?) ORDER BY position LIMIT ?"_s.arg(
                m_database.dialect().textOf(u"nickname"_s), m_database.dialect().textOf(u"text"_s)),
            {room.key, room.key, rowsAtOnce});
        if (!rows)
            return rows.error();
        while (rows.value().next()) {
            messages.append({rows->integer(0), rows->value(1).toString(), rows->value(2).toString(),
                             fromMilliseconds(rows->integer(3))});
        }
    }
    const Dialect &dialect = m_database.dialect();
    for (const Unindexed &message : std::as_const(messages)) {
        const auto number = freeNumber(message.time);
        if (!number)
            return number.error();
        const QString terms = termsOf(room.key, message.nickname, message.text, dialect);
        auto done = m_database.execute(u"INSERT INTO search_documents "
                                       "(document, room_key, position) VALUES (?, ?, ?)"_s,
                                       {*number, room.key, message.position});
        if (done)
            done = insertTerms(*number, terms);
        if (!done)
            return done.error();
    }
    // Where there are no more: at least to where the room was, for the last ones may have been
    // removed for their age; and further if somebody has spoken since.
    const qint64 last = messages.isEmpty() ? 0 : messages.constLast().position;
    const qint64 reached = messages.size() == rowsAtOnce ? last : std::max(last, room.lastPosition);
    const auto moved = m_database.execute(u"UPDATE search_progress SET indexed_position = ? "
                                          "WHERE room_key = ? AND indexed_position < ?"_s,
                                          {reached, room.key, reached});
    if (!moved)
        return moved.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    return int(messages.size());
}

Result<void> SearchIndex::remove(qint64 room, qint64 first, qint64 last, Timestamp time)
{
    if (auto locked = lock(room); !locked)
        return locked;
    const Dialect &dialect = m_database.dialect();
    QList<QVariantList> gone; // What searchDelete asks for.
    {
        auto rows = m_database.run(
            u"SELECT d.document, %1, %2 FROM messages m JOIN search_documents d "
            "ON d.room_key = m.room_key AND d.position = m.position "
            "WHERE m.room_key = ? AND m.position BETWEEN ? AND ? AND m.time < ?"_s.arg(
                dialect.textOf(u"m.nickname"_s), dialect.textOf(u"m.text"_s)),
            {room, first, last, toMilliseconds(time)});
        if (!rows)
            return rows.error();
        while (rows.value().next()) {
            gone.append(QVariantList {rows->integer(0)});
            if (dialect.search.removesByTerms)
                gone.last().append(
                    termsOf(room, rows->value(1).toString(), rows->value(2).toString(), dialect));
        }
    }
    for (const QVariantList &values : std::as_const(gone)) {
        auto done = m_database.execute(dialect.search.remove, values);
        if (done)
            done = m_database.execute(u"DELETE FROM search_documents WHERE document = ?"_s,
                                      {values.constFirst()});
        if (!done)
            return done;
    }
    return {};
}

Result<void> SearchIndex::rewrite(const Entry &before, const QByteArray &text)
{
    QVariant document;
    {
        auto rows = m_database.run(u"SELECT document FROM search_documents WHERE room_key = ? "
                                   "AND position = ?"_s,
                                   {before.room.key, before.position});
        if (!rows)
            return rows.error();
        if (!rows.value().next())
            return {}; // It is not in the index yet, and will come there with its new text.
        document = rows->value(0);
    }
    const Dialect &dialect = m_database.dialect();
    const auto terms = [&](const QByteArray &utf8) {
        return termsOf(before.room.key, protocol::textFromUtf8(before.nickname),
                       protocol::textFromUtf8(utf8), dialect);
    };
    QVariantList old {document};
    if (dialect.search.removesByTerms)
        old.append(terms(before.text));
    if (auto removed = m_database.execute(dialect.search.remove, old); !removed)
        return removed;
    if (text.isEmpty())
        return m_database.execute(u"DELETE FROM search_documents WHERE document = ?"_s, {document});
    return insertTerms(document, terms(text));
}

/// As many as a server takes in one statement: it makes no longer value of several either.
Result<void> SearchIndex::insertTerms(const QVariant &document, const QString &terms)
{
    const QString &insert = m_database.dialect().search.insert;
    const qint64 most = m_database.statementBytesMost() - bytesBesides;
    if (terms.size() <= most)
        return m_database.execute(insert, {document, terms});
    qCWarning(lcStore) << "A long message is found by its beginning only: the server takes no more "
                          "than"
                       << m_database.statementBytesMost() << "bytes (max_allowed_packet).";
    const qsizetype end = terms.lastIndexOf(u' ', qsizetype(most));
    return m_database.execute(insert, {document, terms.first(end)});
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/span_table.h"

#include <algorithm>
#include <limits>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;

qint64 SpanTable::positionBehind(qint64 position)
{
    return position == std::numeric_limits<qint64>::max() ? position : position + 1;
}

Result<Span> SpanTable::at(qint64 room, qint64 position)
{
    auto rows = m_database.run(u"SELECT first, last FROM spans WHERE room = ? AND first <= ? "
                               "ORDER BY first DESC LIMIT 1"_s,
                               {room, position});
    if (!rows)
        return rows.error();
    if (!rows.value().next() || rows->integer(1) < position)
        return Span();
    return Span {rows->integer(0), rows->integer(1)};
}

Result<Span> SpanTable::newest(qint64 room)
{
    auto rows = m_database.run(
        u"SELECT first, last FROM spans WHERE room = ? ORDER BY first DESC LIMIT 1"_s, {room});
    if (!rows)
        return rows.error();
    return rows.value().next() ? Span {rows->integer(0), rows->integer(1)} : Span();
}

Result<void> SpanTable::add(qint64 room, Span span)
{
    const QVariantList touching = {room, positionBehind(span.last), span.first - 1};
    {
        auto rows = m_database.run(
            u"SELECT first, last FROM spans WHERE room = ? AND first <= ? AND last >= ?"_s,
            touching);
        if (!rows)
            return rows.error();
        while (rows.value().next()) {
            span.first = std::min(span.first, rows->integer(0));
            span.last = std::max(span.last, rows->integer(1));
        }
        if (auto finished = rows->finished(); !finished)
            return finished;
    }
    if (auto removed = m_database.execute(
            u"DELETE FROM spans WHERE room = ? AND first <= ? AND last >= ?"_s, touching);
        !removed)
        return removed;
    return m_database.execute(u"INSERT INTO spans (room, first, last) VALUES (?, ?, ?)"_s,
                              {room, span.first, span.last});
}

Result<void> SpanTable::removeUpTo(qint64 room, qint64 position)
{
    if (auto removed = m_database.execute(u"DELETE FROM spans WHERE room = ? AND last <= ?"_s,
                                          {room, position});
        !removed)
        return removed;
    return m_database.execute(u"UPDATE spans SET first = ? WHERE room = ? AND first <= ?"_s,
                              {position + 1, room, position});
}

} // namespace samsa::app

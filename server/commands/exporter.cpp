// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/exporter.h"

#include "server/store/entry_rows.h"
#include "server/store/position_table.h"
#include "server/store/room_table.h"

#include <algorithm>

namespace samsa::commands {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr int rowsAtOnce = 1000;
constexpr qsizetype bytesAtOnce = 256 * 1024;

} // namespace

Exporter::Exporter(store::Database &database, QIODevice &out, Progress progress)
    : m_database(database)
    , m_out(out)
    , m_progress(std::move(progress))
{
}

Result<ExportCounts> Exporter::run()
{
    m_counts = {};
    store::Transaction snapshot(m_database); // Never committed: nothing is written.
    if (const auto begun = snapshot.beginSnapshot(); !begun)
        return begun.error();
    writeExportHeader(m_lines);
    for (const auto part : {&Exporter::sessions, &Exporter::rooms, &Exporter::positions})
        if (const auto done = (this->*part)(); !done)
            return done.error();
    writeExported(m_lines, m_counts);
    if (const auto written = flush(); !written)
        return written.error();
    return m_counts;
}

Result<void> Exporter::sessions()
{
    // Hashes are 32 bytes, all of them greater than this one.
    QByteArray after(1, '\0');
    for (;;) {
        auto rows = m_database.run(u"SELECT token_hash, %1, created, expires FROM sessions "
                                   "WHERE token_hash > ? ORDER BY token_hash LIMIT ?"_s.arg(
                                       m_database.dialect().textOf(u"nickname"_s)),
                                   {after, rowsAtOnce});
        if (!rows)
            return rows.error();
        int count = 0;
        while (rows.value().next()) {
            after = rows->value(0).toByteArray();
            writeExported(m_lines,
                          store::SessionRow {rows->value(1).toString(), after,
                                             fromMilliseconds(rows->integer(2)),
                                             fromMilliseconds(rows->integer(3))});
            ++count;
        }
        m_counts.sessions += count;
        if (const auto written = flush(); !written || count < rowsAtOnce)
            return written;
    }
}

Result<void> Exporter::rooms()
{
    auto rooms = store::RoomTable(m_database).all();
    if (!rooms)
        return rooms.error();
    // In the order in which they were made, which an import keeps although the keys change.
    std::sort(rooms.value().begin(), rooms.value().end(),
              [](const store::RoomRow &left, const store::RoomRow &right) {
                  return left.ref.key < right.ref.key;
              });
    for (const store::RoomRow &room : *rooms)
        writeExported(m_lines, room);
    m_counts.rooms = rooms->size();
    for (const store::RoomRow &room : *rooms) {
        if (const auto done = messages(room.ref); !done)
            return done;
        if (const auto done = room.lastChange > 0 ? changes(room.ref) : Result<void>(); !done)
            return done;
    }
    return {};
}

Result<void> Exporter::messages(const RoomRef &room)
{
    qint64 after = 0;
    for (;;) {
        // Page by page and not as one long result, which some drivers would hold in memory whole.
        auto rows = m_database.run(
            u"SELECT %1 FROM messages WHERE room_key = ? AND position > ? "
            "ORDER BY position LIMIT ?"_s.arg(store::messageColumns(m_database.dialect())),
            {room.key, after, rowsAtOnce});
        if (!rows)
            return rows.error();
        int count = 0;
        while (rows.value().next()) {
            const EntryPtr message = store::messageOf(*rows, room);
            after = message->position;
            writeExported(m_lines,
                          ExportedMessage {room.id, after, message->id, message->nickname,
                                           message->text, message->time, message->replyTo,
                                           message->fate});
            ++count;
        }
        m_counts.messages += count;
        m_progress(m_counts.messages);
        if (m_lines.size() >= bytesAtOnce) {
            if (const auto written = flush(); !written)
                return written;
        }
        if (count < rowsAtOnce)
            return {};
    }
}

Result<void> Exporter::changes(const RoomRef &room)
{
    qint64 after = 0;
    for (;;) {
        auto rows = m_database.run(
            u"SELECT %1 FROM message_changes WHERE room_key = ? AND position > ? "
            "ORDER BY position LIMIT ?"_s.arg(store::changeColumns(m_database.dialect())),
            {room.key, after, rowsAtOnce});
        if (!rows)
            return rows.error();
        int count = 0;
        while (rows.value().next()) {
            const EntryPtr change = store::changeOf(*rows, room);
            after = change->position;
            writeExported(m_lines,
                          ExportedChange {room.id, after, change->id, change->nickname,
                                          change->text, change->time, *change->change});
            ++count;
        }
        m_counts.changes += count;
        if (m_lines.size() >= bytesAtOnce) {
            if (const auto written = flush(); !written)
                return written;
        }
        if (count < rowsAtOnce)
            return {};
    }
}

Result<void> Exporter::positions()
{
    const auto positions = store::PositionTable(m_database).all();
    if (!positions)
        return positions.error();
    for (const LogPosition &position : *positions)
        writeExported(m_lines, position);
    m_counts.logPositions = positions->size();
    return {};
}

Result<void> Exporter::flush()
{
    if (m_out.write(m_lines) != m_lines.size()) {
        return Error {
            Code::StartFailed, u"The export cannot be written: %1."_s.arg(m_out.errorString()), {}};
    }
    m_lines.clear();
    return {};
}

} // namespace samsa::commands

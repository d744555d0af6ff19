// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/importer.h"

#include "protocol/rules.h"
#include "server/store/change_table.h"
#include "server/store/message_table.h"
#include "server/store/room_table.h"

namespace samsa::commands {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr std::size_t messagesAtOnce = 1000;

Error wrong(const QString &sentence)
{
    return {Code::BodyInvalid, sentence, {}};
}

template <typename... Takes>
struct Overloaded : Takes...
{
    using Takes::operator()...;
};

} // namespace

Importer::Importer(store::Database &database, QIODevice &in, Progress progress)
    : m_database(database)
    , m_in(in)
    , m_progress(std::move(progress))
{
}

Result<ExportCounts> Importer::run()
{
    store::Transaction transaction(m_database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    if (const auto empty = refuseUnlessEmpty(); !empty)
        return empty.error();
    if (const auto read = readLines(); !read) {
        if (read.error().code != Code::BodyInvalid)
            return read.error();
        return wrong(
            u"Nothing was imported. Line %1: %2."_s.arg(m_line).arg(read.error().sentence));
    }
    if (const auto restored = restoreSummaries(); !restored)
        return restored.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    return m_counts;
}

Result<void> Importer::refuseUnlessEmpty()
{
    for (const auto &table : {u"sessions"_s, u"rooms"_s, u"messages"_s, u"log_positions"_s}) {
        auto rows = m_database.run(u"SELECT 1 FROM %1 LIMIT 1"_s.arg(table));
        if (!rows)
            return rows.error();
        if (rows.value().next()) {
            return Error {Code::StartFailed,
                          u"The database is not empty: an import goes into a new one. Name it "
                          u"with --database."_s,
                          {}};
        }
    }
    return {};
}

Result<void> Importer::readLines()
{
    for (;;) {
        const QByteArray line = m_in.readLine(exportLineBytes + 1);
        if (line.isEmpty())
            break;
        ++m_line;
        if (line.size() >= exportLineBytes)
            return wrong(u"it is longer than %1 bytes"_s.arg(exportLineBytes));
        auto parsed = parseExportLine(line);
        if (!parsed)
            return parsed.error();
        if (const auto taken = take(std::move(parsed).value()); !taken)
            return taken;
    }
    if (!m_ended)
        return wrong(u"the export ends here, but it is not whole"_s);
    return {};
}

Result<void> Importer::take(ExportLine line)
{
    const bool header = std::holds_alternative<ExportHeader>(line);
    if (header == m_begun)
        return wrong(header ? u"a second beginning"_s : u"an export begins with its format"_s);
    if (m_ended)
        return wrong(u"something follows the end"_s);
    return std::visit(
        Overloaded {[this](const ExportHeader &value) { return takeHeader(value); },
                    [this](const store::SessionRow &value) { return takeSession(value); },
                    [this](store::RoomRow &value) { return takeRoom(std::move(value)); },
                    [this](ExportedMessage &value) { return takeMessage(std::move(value)); },
                    [this](ExportedChange &value) { return takeChange(std::move(value)); },
                    [this](const LogPosition &value) { return takePosition(value); },
                    [this](const ExportCounts &value) { return takeEnd(value); }},
        line);
}

Result<void> Importer::takeHeader(const ExportHeader &header)
{
    if (header.version != exportVersion) {
        return wrong(u"the export has version %1, but this program reads version %2; use the "
                     u"Samsa that wrote it, or a newer one"_s.arg(header.version)
                         .arg(exportVersion));
    }
    m_begun = true;
    return {};
}

Result<void> Importer::takeSession(const store::SessionRow &row)
{
    const auto done = m_database.execute(
        u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, expires) "
        "VALUES (?, ?, ?, ?, ?)"_s,
        {protocol::foldName(row.nickname), row.nickname, row.tokenHash, toMilliseconds(row.created),
         toMilliseconds(row.expires)});
    if (!done && m_database.uniqueViolation())
        return wrong(u"the nickname \"%1\" is there twice"_s.arg(row.nickname));
    ++m_counts.sessions;
    return done;
}

Result<void> Importer::takeRoom(store::RoomRow row)
{
    const auto ref = store::RoomTable(m_database).insert(row);
    if (!ref) {
        return ref.error().code == Code::RoomExists
            ? wrong(u"the room \"%1\" is there twice"_s.arg(row.name))
            : ref.error();
    }
    row.ref = *ref;
    m_rooms.insert(row.ref.id, std::move(row));
    ++m_counts.rooms;
    return {};
}

Result<void> Importer::takeMessage(ExportedMessage message)
{
    const auto room = m_rooms.constFind(message.room);
    if (room == m_rooms.cend())
        return wrong(u"the message's room does not come before it"_s);
    if (message.position < 1 || message.position > room->lastPosition)
        return wrong(u"the message is not within its room's positions"_s);
    m_entries.push_back(std::make_shared<Entry>(Entry {.id = message.id,
                                                       .room = room->ref,
                                                       .position = message.position,
                                                       .nickname = message.nickname,
                                                       .text = message.text,
                                                       .time = message.time,
                                                       .json = {},
                                                       .replyTo = message.replyTo,
                                                       .change = {},
                                                       .fate = message.fate}));
    ++m_counts.messages;
    return m_entries.size() >= messagesAtOnce ? storeMessages() : Result<void>();
}

Result<void> Importer::takeChange(ExportedChange change)
{
    const auto room = m_rooms.constFind(change.room);
    if (room == m_rooms.cend())
        return wrong(u"the change's room does not come before it"_s);
    if (change.position < 1 || change.position > room->lastChange)
        return wrong(u"the change is not within its room's positions"_s);
    const auto entry = std::make_shared<const Entry>(
        Entry {.id = change.id,
               .room = room->ref,
               .position = change.position,
               .nickname = change.nickname,
               .text = change.text,
               .time = change.time,
               .json = {},
               .change = std::make_shared<const Change>(change.change)});
    const auto inserted = store::ChangeTable(m_database).insert({entry});
    if (!inserted)
        return inserted.error();
    if (*inserted != 1)
        return wrong(u"the change's id or position is there twice"_s);
    ++m_counts.changes;
    return {};
}

Result<void> Importer::storeMessages()
{
    const auto inserted = store::MessageTable(m_database).insert(m_entries);
    if (!inserted)
        return inserted.error();
    if (*inserted != std::ssize(m_entries))
        return wrong(u"up to here a message's id or position is there twice"_s);
    if (auto done = storeFates(); !done)
        return done;
    m_entries.clear();
    m_progress(m_counts.messages);
    return {};
}

Result<void> Importer::storeFates()
{
    for (const EntryPtr &entry : m_entries)
        if (entry->fate)
            if (auto written = store::MessageTable(m_database).writeFate(*entry); !written)
                return written;
    return {};
}

Result<void> Importer::takePosition(const LogPosition &position)
{
    const auto done = m_database.execute(
        u"INSERT INTO log_positions (partition_number, next_offset, base) VALUES (?, ?, ?)"_s,
        {position.partition, position.next, position.base});
    if (!done && m_database.uniqueViolation())
        return wrong(u"the partition is there twice"_s);
    ++m_counts.logPositions;
    return done;
}

Result<void> Importer::takeEnd(const ExportCounts &counts)
{
    if (counts != m_counts)
        return wrong(u"the export says that it has more or less than came before"_s);
    m_ended = true;
    return storeMessages();
}

/// A room's count is of all messages it ever had, of which some may have been removed since.
Result<void> Importer::restoreSummaries()
{
    for (const store::RoomRow &room : std::as_const(m_rooms)) {
        const auto done = m_database.execute(
            u"UPDATE rooms SET message_count = ?, last_position = ?, last_time = ?, "
            "last_nickname = ?, last_text = ?, last_change = ? WHERE room_key = ?"_s,
            {room.messageCount, room.lastPosition, toMilliseconds(room.lastTime), room.lastNickname,
             room.lastText, room.lastChange, room.ref.key});
        if (!done)
            return done;
    }
    return {};
}

} // namespace samsa::commands

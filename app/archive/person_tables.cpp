// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/person_tables.h"

#include "app/base/logging.h"
#include "protocol/shapes.h"
#include "protocol/times.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;

namespace {

QString textOf(const QList<qint64> &positions)
{
    QStringList numbers;
    for (const qint64 position : positions)
        numbers.append(QString::number(position));
    return numbers.join(u' ');
}

QList<qint64> positionsOf(const QString &text)
{
    QList<qint64> positions;
    const QStringList numbers = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &number : numbers)
        positions.append(number.toLongLong());
    return positions;
}

using Read = Result<void> (PersonTables::*)(Kept &);

/// The columns failure to failure_retry_after.
QVariantList failureColumns(const OutboxEntry &entry)
{
    if (!entry.failure)
        return {QVariant(QMetaType(QMetaType::Int)), u""_s, u""_s, 0};
    const protocol::Error &error = entry.failure->error;
    return {static_cast<int>(entry.failure->kind), QString(protocol::codeName(error.code)),
            error.sentence, static_cast<qint64>(error.retryAfter.count())};
}

constexpr QLatin1StringView messageKind("message");

QVariant idOrNull(const std::optional<QUuid> &id)
{
    return id ? QVariant(idColumn(*id)) : QVariant(QMetaType(QMetaType::QByteArray));
}

/// The columns kind, text, target, reaction, remove and reply_to.
QVariantList columnsOf(const TextMessage &message)
{
    return {QString(messageKind), message.text, idOrNull({}), u""_s, 0, idOrNull(message.replyTo)};
}

QVariantList columnsOf(const MessageEdit &edit)
{
    return {QString(protocol::eventTypeName(protocol::EventType::Edit)),
            edit.text,
            idColumn(edit.target),
            u""_s,
            0,
            idOrNull({})};
}

QVariantList columnsOf(const MessageDeletion &deletion)
{
    return {QString(protocol::eventTypeName(protocol::EventType::Delete)),
            u""_s,
            idColumn(deletion.target),
            u""_s,
            0,
            idOrNull({})};
}

QVariantList columnsOf(const MessageReaction &reaction)
{
    return {QString(protocol::eventTypeName(protocol::EventType::Reaction)),
            u""_s,
            idColumn(reaction.target),
            reaction.reaction,
            static_cast<int>(reaction.remove),
            idOrNull({})};
}

QVariantList submissionColumns(const OutboxEntry &entry)
{
    return std::visit([](const auto &one) { return columnsOf(one); }, entry.what);
}

/// From the same columns, of which kind is the column \a first. Nothing for a kind that there is
/// not.
std::optional<Submission> submissionFrom(const ArchiveRows &rows, int first)
{
    const QString text = rows.text(first + 1);
    const QUuid target = QUuid::fromRfc4122(rows.value(first + 2).toByteArray());
    if (rows.text(first) == messageKind) {
        TextMessage message {text};
        if (const QVariant replyTo = rows.value(first + 5); !replyTo.isNull())
            message.replyTo = QUuid::fromRfc4122(replyTo.toByteArray());
        return message;
    }
    const auto type = protocol::eventTypeFromName(rows.text(first));
    if (!type)
        return std::nullopt;
    switch (*type) {
    case protocol::EventType::Edit:
        return MessageEdit {target, text};
    case protocol::EventType::Delete:
        return MessageDeletion {target};
    case protocol::EventType::Reaction:
        return MessageReaction {target, rows.text(first + 3), rows.integer(first + 4) != 0};
    }
    return std::nullopt;
}

} // namespace

Result<Kept> PersonTables::read()
{
    Kept kept;
    for (const Read one :
         {&PersonTables::readOutbox, &PersonTables::readDrafts, &PersonTables::readMarks,
          &PersonTables::readEpochs, &PersonTables::readRooms})
        if (const auto done = (this->*one)(kept); !done)
            return done.error();
    return kept;
}

Kept PersonTables::readWhatCanBe()
{
    Kept kept;
    for (const Read one : {&PersonTables::readOutbox, &PersonTables::readDrafts,
                           &PersonTables::readMarks, &PersonTables::readRooms})
        if (const auto done = (this->*one)(kept); !done)
            qCWarning(lcApp, "Of the damaged archive something cannot be read: %ls",
                      qUtf16Printable(done.error().sentence));
    return kept;
}

Result<void> PersonTables::readOutbox(Kept &kept)
{
    auto rows = m_database.run(u"SELECT id, room, written, tried, failure, failure_code, "
                               "failure_sentence, failure_retry_after, "
                               "kind, text, target, reaction, remove, reply_to "
                               "FROM outbox ORDER BY sequence"_s);
    if (!rows)
        return rows.error();
    while (rows.value().next()) {
        const auto what = submissionFrom(*rows, 8);
        if (!what) { // one spoilt entry must not cost the others
            qCWarning(lcApp, "Something unsent is of a kind that is not known: %ls",
                      qUtf16Printable(rows->text(8)));
            continue;
        }
        OutboxEntry entry;
        entry.id = QUuid::fromRfc4122(rows->value(0).toByteArray());
        entry.room = QUuid::fromRfc4122(rows->value(1).toByteArray());
        entry.what = *what;
        entry.written = protocol::utcTime(protocol::fromMilliseconds(rows->integer(2)));
        entry.tried = rows->integer(3) != 0;
        if (!rows->value(4).isNull())
            entry.failure = OutboxFailure {static_cast<OutboxFailure::Kind>(rows->integer(4)),
                                           {protocol::codeFromName(rows->text(5)), rows->text(6),
                                            std::chrono::seconds(rows->integer(7))}};
        kept.outbox.append(entry);
    }
    return rows->finished();
}

Result<void> PersonTables::readDrafts(Kept &kept)
{
    auto rows = m_database.run(u"SELECT room, text FROM drafts"_s);
    if (!rows)
        return rows.error();
    while (rows.value().next())
        kept.drafts.insert(QUuid::fromRfc4122(rows->value(0).toByteArray()), rows->text(1));
    return rows->finished();
}

Result<void> PersonTables::readMarks(Kept &kept)
{
    const auto has =
        m_database.integer(u"SELECT COUNT(*) FROM facts WHERE name = ?"_s, {u"marks"_s});
    if (!has)
        return has.error();
    kept.hasMarks = *has > 0;
    auto rows = m_database.run(u"SELECT room, position, count, own, mentions FROM marks"_s);
    if (!rows)
        return rows.error();
    while (rows.value().next())
        kept.marks.insert(QUuid::fromRfc4122(rows->value(0).toByteArray()),
                          {rows->integer(1), rows->integer(2), positionsOf(rows->text(3)),
                           positionsOf(rows->text(4))});
    return rows->finished();
}

Result<void> PersonTables::readEpochs(Kept &kept)
{
    auto rows = m_database.run(u"SELECT room, epoch FROM epochs"_s);
    if (!rows)
        return rows.error();
    while (rows.value().next())
        kept.epochs.insert(QUuid::fromRfc4122(rows->value(0).toByteArray()),
                           rows->text(1).toLatin1());
    return rows->finished();
}

Result<void> PersonTables::readRooms(Kept &kept)
{
    auto rows = m_database.run(u"SELECT description FROM room_list ORDER BY place"_s);
    if (!rows)
        return rows.error();
    while (rows.value().next()) {
        const auto room = protocol::parseRoom(rows->value(0).toByteArray());
        if (room) // else the server says it again
            kept.rooms.append(*room);
    }
    return rows->finished();
}

Result<void> PersonTables::writeAll(const Kept &kept)
{
    for (const OutboxEntry &entry : kept.outbox)
        if (auto done = addOutboxIfNew(entry); !done)
            return done;
    for (auto it = kept.drafts.cbegin(); it != kept.drafts.cend(); ++it)
        if (auto done = setDraft(it.key(), it.value()); !done)
            return done;
    for (auto it = kept.marks.cbegin(); it != kept.marks.cend(); ++it)
        if (auto done = setMark(it.key(), it.value()); !done)
            return done;
    if (kept.hasMarks)
        if (auto done = beginMarks(); !done)
            return done;
    return keepRooms(kept.rooms);
}

Result<void> PersonTables::insertOutbox(const QString &how, const OutboxEntry &entry)
{
    return m_database.execute(
        how
            + u" INTO outbox (id, room, written, tried, failure, failure_code, "
              "failure_sentence, failure_retry_after, "
              "kind, text, target, reaction, remove, reply_to) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        QVariantList {idColumn(entry.id), idColumn(entry.room), entry.written.toMSecsSinceEpoch(),
                      static_cast<int>(entry.tried)}
            + failureColumns(entry) + submissionColumns(entry));
}

Result<void> PersonTables::addOutbox(const OutboxEntry &entry)
{
    return insertOutbox(u"INSERT OR REPLACE"_s, entry);
}

Result<void> PersonTables::addOutboxIfNew(const OutboxEntry &entry)
{
    return insertOutbox(u"INSERT OR IGNORE"_s, entry);
}

Result<void> PersonTables::changeOutbox(const OutboxEntry &entry)
{
    return m_database.execute(
        u"UPDATE outbox SET tried = ?, failure = ?, failure_code = ?, failure_sentence = ?, "
        "failure_retry_after = ?, kind = ?, text = ?, target = ?, reaction = ?, remove = ?, "
        "reply_to = ? WHERE id = ?"_s,
        QVariantList {static_cast<int>(entry.tried)} + failureColumns(entry)
            + submissionColumns(entry) + QVariantList {idColumn(entry.id)});
}

Result<void> PersonTables::noteTried(const QUuid &id)
{
    return m_database.execute(u"UPDATE outbox SET tried = 1 WHERE id = ?"_s, {idColumn(id)});
}

Result<void> PersonTables::removeOutbox(const QUuid &id)
{
    return m_database.execute(u"DELETE FROM outbox WHERE id = ?"_s, {idColumn(id)});
}

Result<void> PersonTables::setDraft(const QUuid &room, const QString &text)
{
    if (text.isEmpty())
        return m_database.execute(u"DELETE FROM drafts WHERE room = ?"_s, {idColumn(room)});
    return m_database.execute(u"INSERT OR REPLACE INTO drafts (room, text) VALUES (?, ?)"_s,
                              {idColumn(room), text});
}

Result<void> PersonTables::setMark(const QUuid &room, const ReadMark &mark)
{
    if (auto begun = beginMarks(); !begun)
        return begun;
    return m_database.execute(
        u"INSERT OR REPLACE INTO marks (room, position, count, own, mentions) "
        "VALUES (?, ?, ?, ?, ?)"_s,
        {idColumn(room), mark.position, mark.count, textOf(mark.own), textOf(mark.mentions)});
}

Result<void> PersonTables::setEpoch(const QUuid &room, const QByteArray &epoch)
{
    return m_database.execute(u"INSERT OR REPLACE INTO epochs (room, epoch) VALUES (?, ?)"_s,
                              {idColumn(room), QString::fromLatin1(epoch)});
}

Result<void> PersonTables::beginMarks()
{
    return m_database.execute(u"INSERT OR IGNORE INTO facts (name) VALUES (?)"_s, {u"marks"_s});
}

Result<void> PersonTables::keepRooms(const QList<protocol::Room> &rooms)
{
    if (auto removed = m_database.execute(u"DELETE FROM room_list"_s); !removed)
        return removed;
    for (qsizetype place = 0; place < rooms.size(); ++place)
        if (auto written =
                m_database.execute(u"INSERT INTO room_list (place, description) VALUES (?, ?)"_s,
                                   {static_cast<qint64>(place), protocol::writeRoom(rooms[place])});
            !written)
            return written;
    return {};
}

} // namespace samsa::app

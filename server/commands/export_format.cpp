// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/export_format.h"

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "protocol/text_bytes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace samsa::commands {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::JsonObjectWriter;

namespace {

/// One line: an object with one field, which names what it is.
class Line
{
public:
    Line(QByteArray &out, QByteArrayView kind)
        : m_out(out)
        , m_outer(out)
        , m_inner((m_outer.name(kind), out))
    {
    }
    ~Line()
    {
        m_inner.end();
        m_outer.end();
        m_out.append('\n');
    }
    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;

    JsonObjectWriter *operator->() { return &m_inner; }

private:
    QByteArray &m_out;
    JsonObjectWriter m_outer;
    JsonObjectWriter m_inner;
};

/// The fields of a line; remembers what was missing.
class Fields
{
public:
    explicit Fields(const QJsonObject &object)
        : m_object(object)
    {
    }

    qint64 integer(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        const qint64 number = value.toInteger(-1);
        if (number < 0)
            m_missing = u"\"%1\" is missing, or no number of 0 or more"_s.arg(name);
        return number;
    }
    bool has(QLatin1StringView name) const { return m_object.contains(name); }
    qint64 integerOr0(QLatin1StringView name) { return has(name) ? integer(name) : 0; }
    bool isTrue(QLatin1StringView name) const { return m_object.value(name).toBool(); }
    QByteArray json(QLatin1StringView name) const
    {
        return QJsonDocument(m_object.value(name).toArray()).toJson(QJsonDocument::Compact);
    }
    Timestamp time(QLatin1StringView name) { return fromMilliseconds(integer(name)); }
    QString text(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isString())
            m_missing = u"\"%1\" is missing, or no text"_s.arg(name);
        return value.toString();
    }
    QUuid id(QLatin1StringView name)
    {
        const auto parsed = protocol::parseId(text(name).toLatin1());
        if (!parsed)
            m_missing = u"\"%1\" is no UUID"_s.arg(name);
        return parsed.value_or(QUuid());
    }
    void require(bool met, const QString &sentence)
    {
        if (!met)
            m_missing = sentence;
    }

    protocol::Result<ExportLine> result(ExportLine line) const
    {
        if (!m_missing.isEmpty())
            return Error {Code::BodyInvalid, m_missing};
        return line;
    }

private:
    const QJsonObject &m_object;
    QString m_missing;
};

} // namespace

void writeExportHeader(QByteArray &out)
{
    JsonObjectWriter line(out);
    line.string("format", QByteArrayView("samsa.export"));
    line.integer("version", exportVersion);
    line.end();
    out.append('\n');
}

void writeExported(QByteArray &out, const store::SessionRow &row)
{
    Line line(out, "session");
    line->string("nickname", row.nickname);
    line->string("tokenHash", QByteArrayView(row.tokenHash.toHex()));
    line->integer("created", toMilliseconds(row.created));
    line->integer("expires", toMilliseconds(row.expires));
}

void writeExported(QByteArray &out, const store::RoomRow &row)
{
    Line line(out, "room");
    line->id("id", row.ref.id);
    line->string("name", row.name);
    line->string("creator", row.creator);
    line->integer("created", toMilliseconds(row.created));
    line->integer("partition", row.ref.partition);
    line->integer("messageCount", row.messageCount);
    line->integer("lastPosition", row.lastPosition);
    line->integer("lastTime", toMilliseconds(row.lastTime));
    line->string("lastNickname", row.lastNickname);
    line->string("lastText", row.lastText);
    if (row.lastChange > 0)
        line->integer("lastChange", row.lastChange);
}

void writeExported(QByteArray &out, const ExportedMessage &message)
{
    Line line(out, "message");
    line->id("room", message.room);
    line->integer("position", message.position);
    line->id("id", message.id);
    line->string("nickname", QByteArrayView(message.nickname));
    line->string("text", QByteArrayView(message.text));
    line->integer("time", toMilliseconds(message.time));
    if (!message.replyTo.isNull())
        line->id("replyTo", message.replyTo);
    if (!message.fate)
        return;
    line->integer("changed", message.fate->changed);
    if (message.fate->edited)
        line->integer("edited", toMilliseconds(*message.fate->edited));
    if (message.fate->deleted)
        line->boolean("deleted", true);
    if (!message.fate->reactions.isEmpty())
        line->json("reactions", protocol::writeReactions(message.fate->reactions));
}

void writeExported(QByteArray &out, const ExportedChange &change)
{
    Line line(out, "change");
    line->id("room", change.room);
    line->integer("position", change.position);
    line->id("id", change.id);
    line->string("type", QByteArrayView(protocol::eventTypeName(change.change.type)));
    line->id("target", change.change.target);
    line->string("nickname", QByteArrayView(change.nickname));
    line->string("text", QByteArrayView(change.text));
    if (change.change.remove)
        line->boolean("remove", true);
    line->integer("time", toMilliseconds(change.time));
}

void writeExported(QByteArray &out, const LogPosition &position)
{
    Line line(out, "logPosition");
    line->integer("partition", position.partition);
    line->integer("next", position.next);
    line->integer("base", position.base);
}

void writeExported(QByteArray &out, const ExportCounts &counts)
{
    Line line(out, "end");
    line->integer("sessions", counts.sessions);
    line->integer("rooms", counts.rooms);
    line->integer("messages", counts.messages);
    line->integer("logPositions", counts.logPositions);
    if (counts.changes > 0)
        line->integer("changes", counts.changes);
}

namespace {

using Parse = protocol::Result<ExportLine> (*)(Fields fields);

protocol::Result<ExportLine> parseSession(Fields fields)
{
    store::SessionRow row {fields.text("nickname"_L1),
                           QByteArray::fromHex(fields.text("tokenHash"_L1).toLatin1()),
                           fields.time("created"_L1), fields.time("expires"_L1)};
    fields.require(row.tokenHash.size() == 32, u"\"tokenHash\" is not 32 bytes in hex"_s);
    return fields.result(row);
}

protocol::Result<ExportLine> parseRoom(Fields fields)
{
    store::RoomRow row;
    row.ref.id = fields.id("id"_L1);
    row.name = fields.text("name"_L1);
    row.creator = fields.text("creator"_L1);
    row.created = fields.time("created"_L1);
    row.ref.partition = static_cast<int>(fields.integer("partition"_L1));
    row.messageCount = fields.integer("messageCount"_L1);
    row.lastPosition = fields.integer("lastPosition"_L1);
    row.lastTime = fields.time("lastTime"_L1);
    row.lastNickname = fields.text("lastNickname"_L1);
    row.lastText = fields.text("lastText"_L1);
    row.lastChange = fields.integerOr0("lastChange"_L1);
    return fields.result(row);
}

std::shared_ptr<const Fate> fateOf(Fields &fields)
{
    if (!fields.has("changed"_L1))
        return {};
    auto fate = std::make_shared<Fate>();
    fate->changed = fields.integer("changed"_L1);
    if (fields.has("edited"_L1))
        fate->edited = fields.time("edited"_L1);
    fate->deleted = fields.isTrue("deleted"_L1);
    const auto reactions = protocol::parseReactions(fields.json("reactions"_L1));
    fields.require(reactions.ok(), u"\"reactions\" are none that a message can have"_s);
    if (reactions)
        fate->reactions = *reactions;
    return fate;
}

protocol::Result<ExportLine> parseMessage(Fields fields)
{
    ExportedMessage message {fields.id("room"_L1),
                             fields.integer("position"_L1),
                             fields.id("id"_L1),
                             fields.text("nickname"_L1).toUtf8(),
                             fields.text("text"_L1).toUtf8(),
                             fields.time("time"_L1),
                             fields.has("replyTo"_L1) ? fields.id("replyTo"_L1) : QUuid(),
                             fateOf(fields)};
    const bool deleted = message.fate && message.fate->deleted;
    fields.require(deleted ? message.text.isEmpty() : protocol::checkText(message.text).ok(),
                   u"\"text\" is none that a message can have"_s);
    return fields.result(message);
}

protocol::Result<ExportLine> parseChange(Fields fields)
{
    const auto type = protocol::eventTypeFromName(fields.text("type"_L1));
    fields.require(type.has_value(), u"\"type\" is none that a change can have"_s);
    ExportedChange change {fields.id("room"_L1),
                           fields.integer("position"_L1),
                           fields.id("id"_L1),
                           fields.text("nickname"_L1).toUtf8(),
                           fields.text("text"_L1).toUtf8(),
                           fields.time("time"_L1),
                           {.type = type.value_or(protocol::EventType::Edit),
                            .target = fields.id("target"_L1),
                            .remove = fields.isTrue("remove"_L1)}};
    return fields.result(change);
}

protocol::Result<ExportLine> parsePosition(Fields fields)
{
    return fields.result(LogPosition {static_cast<int>(fields.integer("partition"_L1)),
                                      fields.integer("next"_L1), fields.integer("base"_L1)});
}

protocol::Result<ExportLine> parseCounts(Fields fields)
{
    return fields.result(ExportCounts {
        fields.integer("sessions"_L1), fields.integer("rooms"_L1), fields.integer("messages"_L1),
        fields.integer("logPositions"_L1), fields.integerOr0("changes"_L1)});
}

constexpr std::pair<QLatin1StringView, Parse> kinds[] = {
    {"message"_L1, parseMessage}, {"change"_L1, parseChange},        {"session"_L1, parseSession},
    {"room"_L1, parseRoom},       {"logPosition"_L1, parsePosition}, {"end"_L1, parseCounts}};

} // namespace

protocol::Result<ExportLine> parseExportLine(const QByteArray &line)
{
    const QJsonObject object = protocol::jsonFromUtf8(line).object();
    for (const auto &[name, parse] : kinds) {
        const QJsonValue value = object.value(name);
        if (value.isObject()) {
            const QJsonObject fields = value.toObject();
            return parse(Fields(fields));
        }
    }
    if (object.value("format"_L1) == "samsa.export"_L1)
        return ExportLine(ExportHeader {object.value("version"_L1).toInt()});
    return Error {Code::BodyInvalid, u"this is no line of an export"_s};
}

} // namespace samsa::commands

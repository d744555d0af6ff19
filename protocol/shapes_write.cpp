// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"
#include "protocol/shapes.h"

namespace samsa::protocol {

namespace {

constexpr qsizetype messageOverhead = 200; ///< Field names, ids, position and time of one message.

void writeMessageFields(QByteArray &out, const QUuid &id, const QUuid &room, qint64 position,
                        QByteArrayView nickname, QByteArrayView text, Timestamp time)
{
    JsonObjectWriter object(out);
    object.id("id", id);
    object.id("room", room);
    object.integer("position", position);
    object.string("nickname", nickname);
    object.string("text", text);
    object.time("time", time);
    object.end();
}

void writeRecordFields(QByteArray &out, const std::optional<QUuid> &id, const QUuid &room,
                       QByteArrayView nickname, QByteArrayView text, std::optional<Timestamp> time)
{
    JsonObjectWriter object(out);
    if (id)
        object.id("id", *id);
    object.id("room", room);
    object.string("nickname", nickname);
    object.string("text", text);
    if (time)
        object.time("time", *time);
    object.end();
}

Timestamp timestampOf(const QDateTime &time)
{
    return fromMilliseconds(time.toMSecsSinceEpoch());
}

void writeRoomFields(QByteArray &out, const Room &room)
{
    JsonObjectWriter object(out);
    object.id("id", room.id);
    object.string("name", room.name);
    object.string("creator", room.creator);
    object.time("created", room.created);
    object.integer("lastPosition", room.lastPosition);
    object.integer("messageCount", room.messageCount);
    object.time("lastTime", room.lastTime);
    object.string("lastNickname", room.lastNickname);
    object.string("lastText", room.lastText);
    object.integer("peopleNow", room.peopleNow);
    object.end();
}

} // namespace

QByteArray writeMessage(const Message &message)
{
    return writeMessageUtf8(message.id, message.room, message.position, message.nickname.toUtf8(),
                            message.text.toUtf8(), timestampOf(message.time));
}

QByteArray writeMessageUtf8(const QUuid &id, const QUuid &room, qint64 position,
                            QByteArrayView nickname, QByteArrayView text, Timestamp time)
{
    QByteArray out;
    out.reserve(messageOverhead + nickname.size() + text.size());
    writeMessageFields(out, id, room, position, nickname, text, time);
    return out;
}

QByteArray writeRooms(const QList<Room> &rooms)
{
    QByteArray out("{\"rooms\":[");
    for (const Room &room : rooms) {
        if (!out.endsWith('['))
            out.append(',');
        writeRoomFields(out, room);
    }
    out.append("]}");
    return out;
}

QByteArray writeRoom(const Room &room)
{
    QByteArray out;
    writeRoomFields(out, room);
    return out;
}

QByteArray writeRoomEvent(const RoomEvent &event)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.string("event",
                  QByteArrayView(event.kind == RoomEvent::Kind::Created ? "created" : "updated"));
    object.name("room");
    writeRoomFields(out, event.room);
    object.end();
    return out;
}

QByteArray writeTypingEvent(const TypingEvent &event)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.string("nickname", event.nickname);
    object.end();
    return out;
}

QByteArray writeRoomPeople(const RoomPeople &people)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.name("people");
    out.append('[');
    for (const RoomPeople::Person &person : people.people) {
        if (!out.endsWith('['))
            out.append(',');
        JsonObjectWriter fields(out);
        fields.string("nickname", person.nickname);
        fields.boolean("typing", person.typing);
        fields.end();
    }
    out.append(']');
    object.integer("count", people.count);
    object.end();
    return out;
}

QByteArray writeSessionAnswer(const SessionAnswer &session)
{
    QByteArray out;
    JsonObjectWriter object(out);
    if (!session.token.isEmpty())
        object.string("token", QByteArrayView(session.token));
    object.string("nickname", session.nickname);
    object.time("expiresAt", session.expiresAt);
    object.end();
    return out;
}

QByteArray writePage(const MessagePage &page)
{
    QList<QByteArray> bodies;
    bodies.reserve(page.messages.size());
    for (const Message &message : page.messages)
        bodies.append(writeMessage(message));
    return writePageOf(bodies, page.more);
}

QByteArray writePageOf(const QList<QByteArray> &messageBodies, bool more)
{
    constexpr QByteArrayView head = "{\"messages\":[";
    qsizetype size = head.size() + 20;
    for (const QByteArray &body : messageBodies)
        size += body.size() + 1;
    QByteArray out;
    out.reserve(size);
    out.append(head);
    bool first = true;
    for (const QByteArray &body : messageBodies) {
        if (!first)
            out.append(',');
        first = false;
        out.append(body);
    }
    out.append("],\"more\":");
    out.append(more ? "true}" : "false}");
    return out;
}

QByteArray writeAccepted(const Accepted &accepted)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.id("id", accepted.id);
    object.integer("position", accepted.position);
    object.time("time", accepted.time);
    object.end();
    return out;
}

QByteArray writeSessionRequest(const SessionRequest &request)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.string("nickname", request.nickname);
    if (!request.key.isEmpty())
        object.string("key", request.key);
    object.end();
    return out;
}

QByteArray writeRoomRequest(const RoomRequest &request)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.string("name", request.name);
    object.end();
    return out;
}

QByteArray writeSendRequest(const SendRequest &request)
{
    QByteArray out;
    JsonObjectWriter object(out);
    if (request.id)
        object.id("id", *request.id);
    object.string("text", QByteArrayView(request.text));
    object.end();
    return out;
}

QByteArray writeMessageRecord(const MessageRecord &record)
{
    QByteArray out;
    std::optional<Timestamp> time;
    if (record.time)
        time = timestampOf(*record.time);
    writeRecordFields(out, record.id, record.room, record.nickname.toUtf8(), record.text.toUtf8(),
                      time);
    return out;
}

QByteArray writeMessageRecordUtf8(const QUuid &id, const QUuid &room, QByteArrayView nickname,
                                  QByteArrayView text, Timestamp time)
{
    QByteArray out;
    out.reserve(messageOverhead + nickname.size() + text.size());
    writeRecordFields(out, id, room, nickname, text, time);
    return out;
}

QByteArray writeRoomRecord(const RoomRecord &record)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.id("id", record.id);
    object.string("name", record.name);
    object.string("creator", record.creator);
    object.time("created", record.created);
    object.integer("partition", record.partition);
    object.end();
    return out;
}

} // namespace samsa::protocol

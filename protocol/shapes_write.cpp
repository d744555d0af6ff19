// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"
#include "protocol/shapes.h"

namespace samsa::protocol {

namespace {

constexpr qsizetype messageOverhead = 200; ///< Field names, ids, position and time of one message.

void addMessageFields(JsonObjectWriter &object, const QUuid &id, const QUuid &room, qint64 position,
                      QByteArrayView nickname, QByteArrayView text, Timestamp time)
{
    object.id("id", id);
    object.id("room", room);
    object.integer("position", position);
    object.string("nickname", nickname);
    object.string("text", text);
    object.time("time", time);
}

/// What an event does to its target, whoever says it.
template <typename Event>
void addChange(JsonObjectWriter &object, const Event &event)
{
    object.id("target", event.target);
    if (event.type == EventType::Edit)
        object.string("text", event.text);
    if (event.type == EventType::Reaction)
        object.string("reaction", event.reaction);
    if (event.remove)
        object.boolean("remove", true);
}

void appendReactions(QByteArray &out, const QList<Reaction> &reactions)
{
    out.append('[');
    for (const Reaction &reaction : reactions) {
        if (!out.endsWith('['))
            out.append(',');
        JsonObjectWriter object(out);
        object.string("reaction", reaction.reaction);
        object.name("nicknames");
        out.append('[');
        for (const QString &nickname : reaction.nicknames) {
            if (!out.endsWith('['))
                out.append(',');
            appendJsonString(out, nickname.toUtf8());
        }
        out.append(']');
        object.end();
    }
    out.append(']');
}

void writeRecordFields(QByteArray &out, const std::optional<QUuid> &id, const QUuid &room,
                       QByteArrayView nickname, QByteArrayView text, std::optional<Timestamp> time,
                       const std::optional<QUuid> &replyTo = {})
{
    JsonObjectWriter object(out);
    if (id)
        object.id("id", *id);
    object.id("room", room);
    object.string("nickname", nickname);
    object.string("text", text);
    if (time)
        object.time("time", *time);
    if (replyTo)
        object.id("replyTo", *replyTo);
    object.end();
}

Timestamp timestampOf(const QDateTime &time)
{
    return fromMilliseconds(time.toMSecsSinceEpoch());
}

qsizetype sizeOf(const QList<QByteArray> &bodies)
{
    qsizetype size = 0;
    for (const QByteArray &body : bodies)
        size += body.size() + 1;
    return size;
}

void join(QByteArray &out, const QList<QByteArray> &bodies)
{
    bool first = true;
    for (const QByteArray &body : bodies) {
        if (!first)
            out.append(',');
        first = false;
        out.append(body);
    }
}

/// The end of a page. An epoch is a word of ours, and needs no escapes.
void closeWith(QByteArray &out, const QByteArray &epoch)
{
    if (!epoch.isEmpty())
        out.append(",\"epoch\":\"").append(epoch).append('"');
    out.append('}');
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
    if (!room.epoch.isEmpty())
        object.string("epoch", QByteArrayView(room.epoch));
    object.end();
}

} // namespace

QByteArray writeMessage(const Message &message)
{
    QByteArray out;
    JsonObjectWriter object(out);
    addMessageFields(object, message.id, message.room, message.position, message.nickname.toUtf8(),
                     message.text.toUtf8(), timestampOf(message.time));
    if (message.replyTo)
        object.id("replyTo", *message.replyTo);
    if (message.edited.isValid())
        object.time("edited", message.edited);
    if (message.deleted)
        object.boolean("deleted", true);
    if (!message.reactions.isEmpty()) {
        object.name("reactions");
        appendReactions(out, message.reactions);
    }
    if (message.changed > 0)
        object.integer("changed", message.changed);
    object.end();
    return out;
}

QByteArray writeReactions(const QList<Reaction> &reactions)
{
    QByteArray out;
    appendReactions(out, reactions);
    return out;
}

QByteArray writeMessageEvent(const MessageEvent &event)
{
    QByteArray out;
    JsonObjectWriter object(out);
    object.id("id", event.id);
    object.id("room", event.room);
    object.integer("position", event.position);
    object.string("type", QByteArrayView(eventTypeName(event.type)));
    addChange(object, event);
    object.string("nickname", event.nickname);
    object.time("time", event.time);
    object.end();
    return out;
}

QByteArray writeMessageUtf8(const QUuid &id, const QUuid &room, qint64 position,
                            QByteArrayView nickname, QByteArrayView text, Timestamp time)
{
    QByteArray out;
    out.reserve(messageOverhead + nickname.size() + text.size());
    JsonObjectWriter object(out);
    addMessageFields(object, id, room, position, nickname, text, time);
    object.end();
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
    if (!page.last)
        return writePageOf(bodies, page.more, page.epoch);
    QList<QByteArray> events;
    events.reserve(page.events.size());
    for (const MessageEvent &event : page.events)
        events.append(writeMessageEvent(event));
    return writePageOf(bodies, page.more, events, *page.last, page.epoch);
}

QByteArray writePageOf(const QList<QByteArray> &messageBodies, bool more, const QByteArray &epoch)
{
    constexpr QByteArrayView head = "{\"messages\":[";
    QByteArray out;
    out.reserve(head.size() + sizeOf(messageBodies) + epoch.size() + 40);
    out.append(head);
    join(out, messageBodies);
    out.append("],\"more\":");
    out.append(more ? "true" : "false");
    closeWith(out, epoch);
    return out;
}

QByteArray writePageOf(const QList<QByteArray> &messageBodies, bool more,
                       const QList<QByteArray> &eventBodies, qint64 last, const QByteArray &epoch)
{
    QByteArray out = writePageOf(messageBodies, more);
    out.chop(1);
    out.append(",\"events\":[");
    join(out, eventBodies);
    out.append("],\"last\":");
    out.append(QByteArray::number(last));
    closeWith(out, epoch);
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
    if (request.event)
        object.string("type", QByteArrayView(eventTypeName(*request.event)));
    if (request.event)
        object.id("target", request.target);
    if (!request.event || request.event == EventType::Edit)
        object.string("text", QByteArrayView(request.text));
    if (request.replyTo)
        object.id("replyTo", *request.replyTo);
    if (request.event == EventType::Reaction)
        object.string("reaction", QByteArrayView(request.reaction));
    if (request.remove)
        object.boolean("remove", true);
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
                      time, record.replyTo);
    return out;
}

QByteArray writeEventRecord(const EventRecord &record)
{
    QByteArray out;
    JsonObjectWriter object(out);
    if (record.id)
        object.id("id", *record.id);
    object.id("room", record.room);
    object.string("nickname", record.nickname);
    addChange(object, record);
    if (record.time)
        object.time("time", *record.time);
    object.end();
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

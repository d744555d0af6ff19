// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_fields.h"
#include "protocol/json_strings.h"
#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "protocol/text_bytes.h"
#include "protocol/times.h"

#include <QJsonDocument>

#include <limits>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestInteger = std::numeric_limits<qint64>::max();
constexpr qint64 largestInt = std::numeric_limits<int>::max();

/// Runs \a read over the fields of the object that \a json is.
template <typename T>
Result<T> parseWith(QByteArrayView json, Result<T> (*read)(JsonFields))
{
    Result<QJsonObject> object = parseObject(json);
    if (!object)
        return object.error();
    return read(JsonFields(*std::move(object)));
}

/// Runs \a read over each object of the array \a name.
template <typename T>
QList<T> readEach(JsonFields &fields, QLatin1StringView name, Result<T> (*read)(JsonFields))
{
    QList<T> values;
    const QJsonArray array = fields.array(name);
    values.reserve(array.size());
    for (const QJsonValue element : array) {
        if (!element.isObject()) {
            fields.refuse(name, u"an array of objects"_s);
            return {};
        }
        Result<T> value = read(JsonFields(element.toObject()));
        if (!value) {
            fields.refuse(value.error());
            return {};
        }
        values.append(*std::move(value));
    }
    return values;
}

std::optional<QUuid> optionalId(JsonFields &fields, QLatin1StringView name)
{
    return fields.has(name) ? std::optional(fields.id(name)) : std::nullopt;
}

bool optionalBoolean(JsonFields &fields, QLatin1StringView name)
{
    return fields.has(name) && fields.boolean(name);
}

Result<Reaction> readReaction(JsonFields fields)
{
    Reaction reaction {.reaction = fields.string("reaction"_L1)};
    const QJsonArray nicknames = fields.array("nicknames"_L1);
    for (const QJsonValue nickname : nicknames) {
        if (!nickname.isString())
            fields.refuse("nicknames"_L1, u"an array of strings"_s);
        reaction.nicknames.append(nickname.toString());
    }
    return fields.finish(std::move(reaction));
}

Result<Message> readMessage(JsonFields fields)
{
    Message message;
    if (fields.has("type"_L1) && fields.string("type"_L1) != "message"_L1)
        fields.refuse("type"_L1, u"\"message\", if it is there"_s); // An edit has all the rest.
    message.id = fields.id("id"_L1);
    message.room = fields.id("room"_L1);
    message.position = fields.integer("position"_L1, 1, largestInteger);
    message.nickname = fields.string("nickname"_L1);
    message.text = fields.string("text"_L1);
    message.time = fields.time("time"_L1);
    message.replyTo = optionalId(fields, "replyTo"_L1);
    message.edited = fields.optionalTime("edited"_L1).value_or(QDateTime());
    message.deleted = optionalBoolean(fields, "deleted"_L1);
    if (fields.has("reactions"_L1))
        message.reactions = readEach(fields, "reactions"_L1, &readReaction);
    if (fields.has("changed"_L1))
        message.changed = fields.integer("changed"_L1, 1, largestInteger);
    return fields.finish(std::move(message));
}

EventType readEventType(JsonFields &fields)
{
    const auto type = eventTypeFromName(fields.string("type"_L1));
    if (!type)
        fields.refuse("type"_L1, u"\"edit\", \"delete\" or \"reaction\""_s);
    return type.value_or(EventType::Edit);
}

/// What an event does to its target; its type is known.
template <typename Event>
void readChange(JsonFields &fields, Event &event)
{
    event.target = fields.id("target"_L1);
    if (event.type == EventType::Edit)
        event.text = fields.string("text"_L1);
    if (event.type != EventType::Reaction)
        return;
    event.reaction = fields.string("reaction"_L1);
    event.remove = optionalBoolean(fields, "remove"_L1);
}

Result<MessageEvent> readMessageEvent(JsonFields fields)
{
    MessageEvent event;
    event.id = fields.id("id"_L1);
    event.room = fields.id("room"_L1);
    event.position = fields.integer("position"_L1, 1, largestInteger);
    event.type = readEventType(fields);
    readChange(fields, event);
    event.nickname = fields.string("nickname"_L1);
    event.time = fields.time("time"_L1);
    return fields.finish(std::move(event));
}

Result<Room> readRoom(JsonFields fields)
{
    Room room;
    room.id = fields.id("id"_L1);
    room.name = fields.string("name"_L1);
    room.creator = fields.string("creator"_L1);
    room.created = fields.time("created"_L1);
    room.lastPosition = fields.integer("lastPosition"_L1, 0, largestInteger);
    room.messageCount = fields.integer("messageCount"_L1, 0, largestInteger);
    room.lastTime = fields.optionalTime("lastTime"_L1).value_or(QDateTime());
    room.lastNickname = fields.string("lastNickname"_L1);
    room.lastText = fields.string("lastText"_L1);
    room.peopleNow = static_cast<int>(fields.integer("peopleNow"_L1, 0, largestInt));
    room.epoch = fields.stringOr("epoch"_L1, {}).toLatin1();
    return fields.finish(std::move(room));
}

Result<RoomEvent> readRoomEvent(JsonFields fields)
{
    RoomEvent event;
    const QString kind = fields.string("event"_L1);
    if (kind == "created"_L1)
        event.kind = RoomEvent::Kind::Created;
    else if (kind != "updated"_L1)
        fields.refuse("event"_L1, u"\"created\" or \"updated\""_s);
    const QJsonObject object = fields.object("room"_L1);
    if (fields.ok()) {
        Result<Room> room = readRoom(JsonFields(object));
        if (!room)
            return room.error();
        event.room = *std::move(room);
    }
    return fields.finish(std::move(event));
}

Result<TypingEvent> readTypingEvent(JsonFields fields)
{
    TypingEvent event;
    event.nickname = fields.string("nickname"_L1);
    return fields.finish(std::move(event));
}

Result<RoomPeople::Person> readPerson(JsonFields fields)
{
    RoomPeople::Person person;
    person.nickname = fields.string("nickname"_L1);
    person.typing = fields.boolean("typing"_L1);
    return fields.finish(std::move(person));
}

Result<RoomPeople> readRoomPeople(JsonFields fields)
{
    RoomPeople people;
    people.people = readEach(fields, "people"_L1, &readPerson);
    people.count = static_cast<int>(fields.integer("count"_L1, 0, largestInt));
    return fields.finish(std::move(people));
}

Result<SessionAnswer> readSessionAnswer(JsonFields fields)
{
    SessionAnswer session;
    session.token = fields.stringOr("token"_L1, {}).toUtf8();
    session.nickname = fields.string("nickname"_L1);
    session.expiresAt = fields.time("expiresAt"_L1);
    return fields.finish(std::move(session));
}

Result<MessagePage> readPage(JsonFields fields)
{
    MessagePage page;
    page.messages = readEach(fields, "messages"_L1, &readMessage);
    page.more = fields.boolean("more"_L1);
    if (fields.has("events"_L1)) {
        page.events = readEach(fields, "events"_L1, &readMessageEvent);
        page.last = fields.integer("last"_L1, 0, largestInteger);
    }
    page.epoch = fields.stringOr("epoch"_L1, {}).toLatin1();
    return fields.finish(std::move(page));
}

Result<QList<Room>> readRooms(JsonFields fields)
{
    QList<Room> rooms = readEach(fields, "rooms"_L1, &readRoom);
    return fields.finish(std::move(rooms));
}

Result<Accepted> readAccepted(JsonFields fields)
{
    Accepted accepted;
    accepted.id = fields.id("id"_L1);
    accepted.position = fields.integer("position"_L1, 1, largestInteger);
    accepted.time = fields.time("time"_L1);
    return fields.finish(std::move(accepted));
}

Result<SessionRequest> readSessionRequest(JsonFields fields)
{
    SessionRequest request;
    request.nickname = fields.string("nickname"_L1);
    request.key = fields.stringOr("key"_L1, {});
    return fields.finish(std::move(request));
}

Result<RoomRequest> readRoomRequest(JsonFields fields)
{
    RoomRequest request;
    request.name = fields.string("name"_L1);
    return fields.finish(std::move(request));
}

Result<SendRequest> readSendRequest(JsonFields fields)
{
    SendRequest request;
    if (fields.has("id"_L1)) {
        const QString text = fields.string("id"_L1);
        request.id = parseId(text.toUtf8());
        // A code of its own: a client that keeps ids can tell it from a broken body.
        if (!request.id)
            fields.refuse("id"_L1, u"a UUID of 36 characters"_s, Code::MessageIdInvalid);
    }
    if (fields.has("type"_L1) && fields.string("type"_L1) != "message"_L1) {
        request.event = eventTypeFromName(fields.string("type"_L1));
        if (!request.event)
            fields.refuse("type"_L1, u"\"message\", \"edit\", \"delete\" or \"reaction\""_s);
        request.target = fields.id("target"_L1);
    } else {
        request.replyTo = optionalId(fields, "replyTo"_L1);
    }
    if (!request.event || request.event == EventType::Edit)
        request.text = fields.string("text"_L1).toUtf8();
    if (request.event == EventType::Reaction) {
        request.reaction = fields.string("reaction"_L1).toUtf8();
        request.remove = optionalBoolean(fields, "remove"_L1);
    }
    return fields.finish(std::move(request));
}

Result<MessageRecord> readMessageRecord(JsonFields fields)
{
    MessageRecord record;
    if (fields.has("id"_L1))
        record.id = fields.id("id"_L1);
    record.room = fields.id("room"_L1);
    record.nickname = fields.string("nickname"_L1);
    record.text = fields.string("text"_L1);
    record.time = fields.optionalTime("time"_L1);
    record.replyTo = optionalId(fields, "replyTo"_L1);
    return fields.finish(std::move(record));
}

Result<EventRecord> readEventRecord(JsonFields fields, EventType type)
{
    EventRecord record {.id = optionalId(fields, "id"_L1), .type = type};
    record.room = fields.id("room"_L1);
    record.nickname = fields.string("nickname"_L1);
    readChange(fields, record);
    record.time = fields.optionalTime("time"_L1);
    return fields.finish(std::move(record));
}

/// The id, where there is one; false if what is there is none.
bool takeId(const JsonStrings &strings, std::optional<QUuid> &id)
{
    if (!strings.has("id"))
        return true;
    id = parseId(strings.plain("id"));
    return id.has_value();
}

/// The plain way, for what is as it should be; anything else goes the way that knows what to say.
std::optional<SendRequest> sendRequestFrom(const JsonStrings &strings)
{
    SendRequest request;
    if (!takeId(strings, request.id) || !strings.has("text") || strings.has("type")
        || strings.has("replyTo"))
        return std::nullopt;
    request.text = strings.value("text");
    return request;
}

std::optional<MessageRecord> messageRecordFrom(const JsonStrings &strings)
{
    MessageRecord record;
    if (!takeId(strings, record.id) || strings.has("replyTo"))
        return std::nullopt;
    if (strings.has("time")) {
        const auto time = parseTime(QString::fromUtf8(strings.plain("time")));
        if (!time)
            return std::nullopt;
        record.time = utcTime(*time);
    }
    const std::optional<QUuid> room = parseId(strings.plain("room"));
    if (!room || !strings.has("nickname") || !strings.has("text"))
        return std::nullopt;
    record.room = *room;
    record.nickname = textFromUtf8(strings.value("nickname"));
    record.text = textFromUtf8(strings.value("text"));
    return record;
}

/// Reads with \a plain what can be read so, and the rest with \a read.
template <typename T>
Result<T> parseWith(QByteArrayView json, std::optional<T> (*plain)(const JsonStrings &),
                    Result<T> (*read)(JsonFields))
{
    if (const auto strings = JsonStrings::scan(json)) {
        if (auto value = plain(*strings))
            return *std::move(value);
    }
    return parseWith(json, read);
}

Result<RoomRecord> readRoomRecord(JsonFields fields)
{
    RoomRecord record;
    record.id = fields.id("id"_L1);
    record.name = fields.string("name"_L1);
    record.creator = fields.string("creator"_L1);
    record.created = fields.time("created"_L1);
    record.partition = static_cast<int>(fields.integer("partition"_L1, 0, largestInt));
    return fields.finish(std::move(record));
}

} // namespace

QLatin1StringView eventTypeName(EventType type)
{
    switch (type) {
    case EventType::Edit:
        return "edit"_L1;
    case EventType::Delete:
        return "delete"_L1;
    case EventType::Reaction:
        break;
    }
    return "reaction"_L1;
}

std::optional<EventType> eventTypeFromName(QStringView name)
{
    for (const auto type : {EventType::Edit, EventType::Delete, EventType::Reaction})
        if (name == eventTypeName(type))
            return type;
    return std::nullopt;
}

Result<QList<Reaction>> parseReactions(QByteArrayView json)
{
    JsonFields fields({{"reactions"_L1, jsonFromUtf8(json).array()}});
    QList<Reaction> reactions = readEach(fields, "reactions"_L1, &readReaction);
    return fields.finish(std::move(reactions));
}

Result<MessageEvent> parseMessageEvent(QByteArrayView json)
{
    return parseWith(json, &readMessageEvent);
}

Result<EventRecord> parseEventRecord(QByteArrayView json, EventType type)
{
    Result<QJsonObject> object = parseObject(json);
    if (!object)
        return object.error();
    return readEventRecord(JsonFields(*std::move(object)), type);
}

Result<Message> parseMessage(QByteArrayView json)
{
    return parseWith(json, &readMessage);
}

Result<QList<Room>> parseRooms(QByteArrayView json)
{
    return parseWith(json, &readRooms);
}

Result<Room> parseRoom(QByteArrayView json)
{
    return parseWith(json, &readRoom);
}

Result<RoomEvent> parseRoomEvent(QByteArrayView json)
{
    return parseWith(json, &readRoomEvent);
}

Result<TypingEvent> parseTypingEvent(QByteArrayView json)
{
    return parseWith(json, &readTypingEvent);
}

Result<RoomPeople> parseRoomPeople(QByteArrayView json)
{
    return parseWith(json, &readRoomPeople);
}

Result<SessionAnswer> parseSessionAnswer(QByteArrayView json)
{
    return parseWith(json, &readSessionAnswer);
}

Result<MessagePage> parsePage(QByteArrayView json)
{
    return parseWith(json, &readPage);
}

Result<Accepted> parseAccepted(QByteArrayView json)
{
    return parseWith(json, &readAccepted);
}

Result<SessionRequest> parseSessionRequest(QByteArrayView json)
{
    return parseWith(json, &readSessionRequest);
}

Result<RoomRequest> parseRoomRequest(QByteArrayView json)
{
    return parseWith(json, &readRoomRequest);
}

Result<SendRequest> parseSendRequest(QByteArrayView json)
{
    return parseWith(json, &sendRequestFrom, &readSendRequest);
}

Result<MessageRecord> parseMessageRecord(QByteArrayView json)
{
    return parseWith(json, &messageRecordFrom, &readMessageRecord);
}

Result<RoomRecord> parseRoomRecord(QByteArrayView json)
{
    return parseWith(json, &readRoomRecord);
}

} // namespace samsa::protocol

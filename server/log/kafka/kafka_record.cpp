// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_record.h"

#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "protocol/shapes.h"
#include "protocol/text_bytes.h"
#include "protocol/times.h"
#include "server/base/change.h"

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char messageType[] = "message";
constexpr char roomType[] = "room";

using protocol::EventType;
using Parsed = RecordContent;

const rd_kafka_headers_t *headersOf(const rd_kafka_message_t &record)
{
    rd_kafka_headers_t *headers = nullptr; // Stays the record's.
    return rd_kafka_message_headers(&record, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR ? headers
                                                                                     : nullptr;
}

QByteArrayView headerOf(const rd_kafka_headers_t *headers, const char *name)
{
    const void *value = nullptr;
    std::size_t size = 0;
    if (!headers
        || rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    return {static_cast<const char *>(value), static_cast<qsizetype>(size)};
}

Timestamp timeOf(const rd_kafka_message_t &record)
{
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const qint64 time = rd_kafka_message_timestamp(&record, &type);
    return fromMilliseconds(type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? 0 : time);
}

/// Made from nothing but what is the same for every reader, and not used again when a topic is made
/// anew.
QUuid idFor(const QString &topic, int partition, qint64 position)
{
    static const QUuid space(u"{c3c2a9a4-5d0e-5b0c-9a55-2b1f3cf1f1a7}"_s);
    return QUuid::createUuidV5(space, u"%1/%2/%3"_s.arg(topic).arg(partition).arg(position));
}

WrongRecord noRoom(const QUuid &id)
{
    return {u"there is no room %1"_s.arg(id.toString(QUuid::WithoutBraces))};
}

WrongRecord notItsPartition(const RoomRef &room)
{
    return {u"the room lives on partition %1"_s.arg(room.partition)};
}

/// A record and what its reader knows besides.
struct Read
{
    const rd_kafka_message_t &record;
    QByteArrayView value;
    const QString &topic;
    qint64 position = 0;
    const FindRoom &findRoom;
};

/// What messages and changes have in common, after their text was checked.
template <typename Record>
Parsed completed(NewMessage message, const Record &parsed, const Read &read)
{
    const auto nickname = protocol::checkNickname(parsed.nickname);
    if (!nickname)
        return WrongRecord {nickname.error().sentence};
    const auto room = read.findRoom(parsed.room);
    if (!room)
        return noRoom(parsed.room);
    message.room = *room;
    message.id = parsed.id ? *parsed.id : idFor(read.topic, read.record.partition, read.position);
    message.nickname = nickname->toUtf8();
    message.time =
        parsed.time ? fromMilliseconds(parsed.time->toMSecsSinceEpoch()) : timeOf(read.record);
    if (room->partition == read.record.partition)
        return message;
    // What a server wrote is nowhere else by mistake of a partitioner.
    if (isOurs(read.record))
        return notItsPartition(*room);
    return MisplacedRecord {std::move(message)};
}

Parsed messageFrom(const Read &read)
{
    const auto parsed = protocol::parseMessageRecord(read.value);
    if (!parsed)
        return WrongRecord {parsed.error().sentence};
    NewMessage message;
    message.text = parsed->text.toUtf8();
    if (const auto text = protocol::checkText(message.text); !text)
        return WrongRecord {text.error().sentence};
    message.replyTo = parsed->replyTo.value_or(QUuid());
    return completed(std::move(message), *parsed, read);
}

Parsed changeFrom(const Read &read, EventType type)
{
    const auto parsed = protocol::parseEventRecord(read.value, type);
    if (!parsed)
        return WrongRecord {parsed.error().sentence};
    NewMessage message;
    message.text = (type == EventType::Reaction ? parsed->reaction : parsed->text).toUtf8();
    if (type != EventType::Delete) {
        const auto checked = type == EventType::Edit ? protocol::checkText(message.text)
                                                     : protocol::checkReaction(message.text);
        if (!checked)
            return WrongRecord {checked.error().sentence};
    }
    message.change = std::make_shared<const Change>(
        Change {.type = type, .target = parsed->target, .remove = parsed->remove});
    return completed(std::move(message), *parsed, read);
}

Parsed roomFrom(QByteArrayView value, const rd_kafka_message_t &record, const FindRoom &findRoom)
{
    const auto parsed = protocol::parseRoomRecord(value);
    if (!parsed)
        return WrongRecord {parsed.error().sentence};
    const auto room = findRoom(parsed->id);
    if (!room)
        return noRoom(parsed->id);
    if (room->partition != record.partition)
        return notItsPartition(*room);
    return RoomCreated {*room, parsed->name, parsed->creator,
                        fromMilliseconds(parsed->created.toMSecsSinceEpoch())};
}

KafkaRecord changeRecord(const NewMessage &message)
{
    const EventType type = message.change->type;
    const QString text = protocol::textFromUtf8(message.text);
    return {message.room.partition, protocol::writeId(message.room.id),
            protocol::writeEventRecord({.id = message.id,
                                        .room = message.room.id,
                                        .nickname = protocol::textFromUtf8(message.nickname),
                                        .type = type,
                                        .target = message.change->target,
                                        .text = type == EventType::Edit ? text : QString(),
                                        .reaction = type == EventType::Reaction ? text : QString(),
                                        .remove = message.change->remove,
                                        .time = protocol::utcTime(message.time)}),
            protocol::eventTypeName(type).toString().toLatin1()};
}

} // namespace

bool isOurs(const rd_kafka_message_t &record)
{
    return headerOf(headersOf(record), writerHeader) == writerName;
}

QByteArrayView typeOf(const rd_kafka_message_t &record)
{
    return headerOf(headersOf(record), typeHeader);
}

KafkaRecord toRecord(const NewMessage &message)
{
    if (message.change)
        return changeRecord(message);
    if (!message.replyTo.isNull()) {
        return {message.room.partition, protocol::writeId(message.room.id),
                protocol::writeMessageRecord({.id = message.id,
                                              .room = message.room.id,
                                              .nickname = protocol::textFromUtf8(message.nickname),
                                              .text = protocol::textFromUtf8(message.text),
                                              .time = protocol::utcTime(message.time),
                                              .replyTo = message.replyTo}),
                messageType};
    }
    return {message.room.partition, protocol::writeId(message.room.id),
            protocol::writeMessageRecordUtf8(message.id, message.room.id, message.nickname,
                                             message.text, message.time),
            messageType};
}

KafkaRecord toRecord(const RoomCreated &room)
{
    return {room.room.partition, protocol::writeId(room.room.id),
            protocol::writeRoomRecord({.id = room.room.id,
                                       .name = room.name,
                                       .creator = room.creator,
                                       .created = protocol::utcTime(room.created),
                                       .partition = room.room.partition}),
            roomType};
}

Parsed fromRecord(const rd_kafka_message_t &record, const QString &topic, qint64 position,
                  const FindRoom &findRoom)
{
    const rd_kafka_headers_t *headers = headersOf(record);
    if (headerOf(headers, schemaHeader) != schemaName)
        return WrongRecord {u"it has no header \"%1: %2\""_s.arg(QLatin1StringView(schemaHeader),
                                                                 QLatin1StringView(schemaName))};
    const QByteArrayView value(static_cast<const char *>(record.payload),
                               static_cast<qsizetype>(record.len));
    const QByteArrayView type = headerOf(headers, typeHeader);
    const Read read {record, value, topic, position, findRoom};
    if (type == messageType)
        return messageFrom(read);
    if (type == roomType)
        return roomFrom(value, record, findRoom);
    if (const auto event = protocol::eventTypeFromName(QString::fromLatin1(type)))
        return changeFrom(read, *event);
    return WrongRecord {
        u"its header \"type\" is none of message, edit, delete, reaction and room"_s};
}

} // namespace samsa::log

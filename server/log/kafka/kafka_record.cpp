// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_record.h"

#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "protocol/shapes.h"
#include "protocol/times.h"

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char messageType[] = "message";
constexpr char roomType[] = "room";

using Parsed = std::variant<NewMessage, RoomCreated, WrongRecord>;

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

std::variant<RoomRef, WrongRecord> roomOf(const QUuid &id, const rd_kafka_message_t &record,
                                          const FindRoom &findRoom)
{
    const auto room = findRoom(id);
    if (!room)
        return WrongRecord {u"there is no room %1"_s.arg(id.toString(QUuid::WithoutBraces))};
    if (room->partition != record.partition)
        return WrongRecord {u"the room lives on partition %1"_s.arg(room->partition)};
    return *room;
}

Parsed messageFrom(QByteArrayView value, const rd_kafka_message_t &record, const QString &topic,
                   qint64 position, const FindRoom &findRoom)
{
    const auto parsed = protocol::parseMessageRecord(value);
    if (!parsed)
        return WrongRecord {parsed.error().sentence};
    const auto nickname = protocol::checkNickname(parsed->nickname);
    if (!nickname)
        return WrongRecord {nickname.error().sentence};
    NewMessage message;
    message.text = parsed->text.toUtf8();
    if (const auto text = protocol::checkText(message.text); !text)
        return WrongRecord {text.error().sentence};
    const auto room = roomOf(parsed->room, record, findRoom);
    if (const auto *wrong = std::get_if<WrongRecord>(&room))
        return *wrong;
    message.room = std::get<RoomRef>(room);
    message.id = parsed->id ? *parsed->id : idFor(topic, record.partition, position);
    message.nickname = nickname->toUtf8();
    message.time =
        parsed->time ? fromMilliseconds(parsed->time->toMSecsSinceEpoch()) : timeOf(record);
    return message;
}

Parsed roomFrom(QByteArrayView value, const rd_kafka_message_t &record, const FindRoom &findRoom)
{
    const auto parsed = protocol::parseRoomRecord(value);
    if (!parsed)
        return WrongRecord {parsed.error().sentence};
    const auto room = roomOf(parsed->id, record, findRoom);
    if (const auto *wrong = std::get_if<WrongRecord>(&room))
        return *wrong;
    return RoomCreated {std::get<RoomRef>(room), parsed->name, parsed->creator,
                        fromMilliseconds(parsed->created.toMSecsSinceEpoch())};
}

} // namespace

KafkaRecord toRecord(const NewMessage &message)
{
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
    rd_kafka_headers_t *headers = nullptr; // Stays the record's.
    if (rd_kafka_message_headers(&record, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        headers = nullptr;
    if (headerOf(headers, schemaHeader) != schemaName)
        return WrongRecord {u"it has no header \"%1: %2\""_s.arg(QLatin1StringView(schemaHeader),
                                                                 QLatin1StringView(schemaName))};
    const QByteArrayView value(static_cast<const char *>(record.payload),
                               static_cast<qsizetype>(record.len));
    const QByteArrayView type = headerOf(headers, typeHeader);
    if (type == messageType)
        return messageFrom(value, record, topic, position, findRoom);
    if (type == roomType)
        return roomFrom(value, record, findRoom);
    return WrongRecord {u"its header \"type\" is neither message nor room"_s};
}

} // namespace samsa::log

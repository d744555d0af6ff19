// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"

#include <QString>

#include <librdkafka/rdkafka.h>

#include <functional>
#include <optional>
#include <variant>

namespace samsa::log {

/// A record on its way to Kafka.
struct KafkaRecord
{
    int partition = 0;
    QByteArray key;
    QByteArray value;
    QByteArray type; ///< Header "type"; "schema" goes with every record of ours.
};

KafkaRecord toRecord(const NewMessage &message);
KafkaRecord toRecord(const RoomCreated &room);

/// Why a record is not one of ours.
struct WrongRecord
{
    QString reason;
};

/// A message, or a change of one, that somebody put on another partition than the room's. It is
/// nothing for readers; whoever persists brings it to where it belongs.
struct MisplacedRecord
{
    NewMessage message;
};

/// The room with this id, or nothing if there is none. See RoomResolver.
using FindRoom = std::function<std::optional<RoomRef>(const QUuid &)>;

/// What a record says, checked as strictly as what comes from a client, since anybody may write to
/// the topic; whether a change may be made to its target is not looked at here. A message without
/// an id gets one from topic, partition and \a position, so that every reader gives it the same;
/// without a time, the record's own.
using RecordContent = std::variant<NewMessage, RoomCreated, MisplacedRecord, WrongRecord>;
RecordContent fromRecord(const rd_kafka_message_t &record, const QString &topic, qint64 position,
                         const FindRoom &findRoom);

/// Whether a server wrote it, and so outside of any transaction.
bool isOurs(const rd_kafka_message_t &record);
/// Of the header "type"; valid as long as the record is.
QByteArrayView typeOf(const rd_kafka_message_t &record);

/// On what servers write besides the other two. Not for others: what carries it is shown before
/// the transaction that it stands in has been committed.
inline constexpr char writerHeader[] = "by";
inline constexpr char writerName[] = "samsa";
inline constexpr char schemaHeader[] = "schema";
inline constexpr char schemaName[] = "samsa.event.v1";
inline constexpr char typeHeader[] = "type";

} // namespace samsa::log

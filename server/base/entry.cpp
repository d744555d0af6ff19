// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/entry.h"

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "protocol/text_bytes.h"
#include "server/base/change.h"

#include <QtEndian>

namespace samsa {

EntryPtr makeEntry(const NewMessage &message, qint64 position)
{
    auto entry = std::make_shared<Entry>();
    entry->id = message.id;
    entry->room = message.room;
    entry->position = position;
    entry->nickname = message.nickname;
    entry->text = message.text;
    entry->time = message.time;
    if (message.change || !message.replyTo.isNull()) {
        entry->replyTo = message.replyTo;
        entry->change = message.change;
        entry->json = jsonOf(*entry);
        return entry;
    }
    entry->json = protocol::writeMessageUtf8(message.id, message.room.id, position,
                                             message.nickname, message.text, message.time);
    return entry;
}

namespace {

QByteArray eventOf(const Entry &entry)
{
    const bool reacts = entry.change->type == protocol::EventType::Reaction;
    const QString text = protocol::textFromUtf8(entry.text);
    return protocol::writeMessageEvent({.id = entry.id,
                                        .room = entry.room.id,
                                        .position = entry.position,
                                        .type = entry.change->type,
                                        .target = entry.change->target,
                                        .nickname = protocol::textFromUtf8(entry.nickname),
                                        .text = reacts ? QString() : text,
                                        .reaction = reacts ? text : QString(),
                                        .remove = entry.change->remove,
                                        .time = protocol::utcTime(entry.time)});
}

} // namespace

QByteArray jsonOf(const Entry &entry)
{
    if (entry.change)
        return eventOf(entry);
    protocol::Message message {.id = entry.id,
                               .room = entry.room.id,
                               .position = entry.position,
                               .nickname = protocol::textFromUtf8(entry.nickname),
                               .text = protocol::textFromUtf8(entry.text),
                               .time = protocol::utcTime(entry.time)};
    if (!entry.replyTo.isNull())
        message.replyTo = entry.replyTo;
    if (entry.fate) {
        if (entry.fate->edited)
            message.edited = protocol::utcTime(*entry.fate->edited);
        message.deleted = entry.fate->deleted;
        message.reactions = entry.fate->reactions;
        message.changed = entry.fate->changed;
    }
    return protocol::writeMessage(message);
}

namespace {

/// The 32-bit MurmurHash2 with the seed of Kafka's Java client.
quint32 murmur2(QByteArrayView bytes)
{
    constexpr quint32 multiplier = 0x5bd1e995;
    quint32 hash = 0x9747b28c ^ static_cast<quint32>(bytes.size());
    while (bytes.size() >= 4) {
        quint32 word = qFromLittleEndian<quint32>(bytes.data()) * multiplier;
        word ^= word >> 24;
        hash = (hash * multiplier) ^ (word * multiplier);
        bytes = bytes.sliced(4);
    }
    if (!bytes.isEmpty()) {
        for (qsizetype i = bytes.size(); i-- > 0;)
            hash ^= static_cast<quint32>(static_cast<uchar>(bytes[i])) << (8 * i);
        hash *= multiplier;
    }
    hash ^= hash >> 13;
    hash *= multiplier;
    return hash ^ (hash >> 15);
}

} // namespace

int partitionFor(const QUuid &room, int count)
{
    const quint32 positive = murmur2(protocol::writeId(room)) & 0x7fffffff;
    return static_cast<int>(positive % static_cast<quint32>(std::max(count, 1)));
}

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "protocol/times.h"

/// Values for tests, each with every field set.
namespace sample {

using namespace samsa::protocol;

inline QUuid id(QByteArrayView text)
{
    return parseId(text).value_or(QUuid());
}

inline QUuid messageId()
{
    return id("01935a2e-7b1c-7def-8123-456789abcdef");
}

inline QUuid roomId()
{
    return id("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
}

inline QDateTime utc(qint64 sinceEpoch)
{
    return utcTime(fromMilliseconds(sinceEpoch));
}

/// 2026-11-23T01:18:00.123Z
inline QDateTime time()
{
    return utc(1'795'396'680'123);
}

inline Message message()
{
    return {messageId(),
            roomId(),
            42,
            QStringLiteral("Ann \"Ä\" 😀"),
            QStringLiteral("one\ntwo\t\\ \u0001 </script> \u2028 😀"),
            time()};
}

/// A message that much became of.
inline Message changedMessage()
{
    Message changed = message();
    changed.replyTo = id("01935a2e-0000-7def-8123-456789abcdef");
    changed.edited = utc(1'795'396'681'000);
    changed.reactions = {{QStringLiteral("👍"), {QStringLiteral("Ann"), QStringLiteral("Bob")}},
                         {QStringLiteral("❤️"), {QStringLiteral("Bob \"B\"")}}};
    changed.changed = 45;
    return changed;
}

inline QUuid eventId()
{
    return id("01935a2e-9999-7def-8123-456789abcdef");
}

inline MessageEvent edit()
{
    return {.id = eventId(),
            .room = roomId(),
            .position = 43,
            .type = EventType::Edit,
            .target = messageId(),
            .nickname = QStringLiteral("Ann"),
            .text = QStringLiteral("two\n\"Ä\""),
            .time = time()};
}

inline MessageEvent deletion()
{
    return {.id = eventId(),
            .room = roomId(),
            .position = 44,
            .type = EventType::Delete,
            .target = messageId(),
            .nickname = QStringLiteral("Ann"),
            .time = time()};
}

inline MessageEvent reaction()
{
    return {.id = eventId(),
            .room = roomId(),
            .position = 45,
            .type = EventType::Reaction,
            .target = messageId(),
            .nickname = QStringLiteral("Bob"),
            .reaction = QStringLiteral("👍"),
            .time = time()};
}

inline Room room()
{
    return {roomId(), QStringLiteral("Kitchen"), QStringLiteral("Ann"), time(), 42, 40,
            time(),   QStringLiteral("Bob"),     QStringLiteral("hi"),  3};
}

inline Room quietRoom()
{
    return {roomId(), QStringLiteral("Attic"), QStringLiteral("Ann"), time(), 0, 0, {}, {}, {}, 0};
}

inline SessionAnswer session()
{
    return {"3q2-7wAB_-9", QStringLiteral("Ann"), time()};
}

inline MessageRecord messageRecord()
{
    return {messageId(), roomId(), QStringLiteral("Ann"), QStringLiteral("hi \"there\""), time()};
}

inline RoomRecord roomRecord()
{
    return {roomId(), QStringLiteral("Kitchen"), QStringLiteral("Ann"), time(), 7};
}

} // namespace sample

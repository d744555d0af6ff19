// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/messages.h"

#include "protocol/message_id.h"
#include "server/base/change.h"
#include "tests/support/await.h"

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

Timestamp now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

NewMessage messageTo(const RoomRef &room, const QString &text)
{
    return {.id = protocol::makeMessageId(),
            .room = room,
            .nickname = "ann",
            .text = text.toUtf8(),
            .time = now()};
}

namespace {

NewMessage changeOf(const NewMessage &message, Change change, const QString &text)
{
    NewMessage made = messageTo(message.room, text);
    made.nickname = message.nickname;
    change.target = message.id;
    made.change = std::make_shared<const Change>(std::move(change));
    return made;
}

} // namespace

NewMessage editOf(const NewMessage &message, const QString &text)
{
    return changeOf(message, {.type = protocol::EventType::Edit}, text);
}

NewMessage deletionOf(const NewMessage &message)
{
    return changeOf(message, {.type = protocol::EventType::Delete}, {});
}

NewMessage reactionTo(const NewMessage &message, const QString &reaction,
                      const QByteArray &nickname, bool remove)
{
    NewMessage made =
        changeOf(message, {.type = protocol::EventType::Reaction, .remove = remove}, reaction);
    made.nickname = nickname;
    return made;
}

EntryPtr entryIn(const RoomRef &room, qint64 position, const QString &text)
{
    return makeEntry(messageTo(room, text), position);
}

RoomRef makeRoom(store::Store &store, const QString &name, int partition)
{
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.ref.partition = partition;
    row.name = name;
    row.creator = u"ann"_s;
    row.created = now();
    const auto made =
        await<store::Result<RoomRef>>([&](auto reply) { store.createRoom(row, reply); });
    if (!made)
        qFatal("The room could not be made: %s", qPrintable(made.error().sentence));
    return *made;
}

QStringList textsOf(const std::vector<EntryPtr> &entries)
{
    QStringList texts;
    for (const auto &entry : entries)
        texts.append(QString::fromUtf8(entry->text));
    return texts;
}

QList<qint64> positionsOf(const std::vector<EntryPtr> &entries)
{
    QList<qint64> positions;
    for (const auto &entry : entries)
        positions.append(entry->position);
    return positions;
}

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox_entry.h"

#include "protocol/message_id.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView versionKey("version");
constexpr QLatin1StringView messagesKey("messages");
constexpr int version = 1;

} // namespace

QByteArray writeOutbox(const QList<OutboxEntry> &entries)
{
    QJsonArray messages;
    for (const OutboxEntry &entry : entries) {
        QJsonObject object {
            {u"id"_s, entry.id.toString(QUuid::WithoutBraces)},
            {u"room"_s, entry.room.toString(QUuid::WithoutBraces)},
            {u"text"_s, entry.text},
            {u"written"_s, entry.written.toUTC().toString(Qt::ISODateWithMs)},
        };
        if (entry.failed)
            object.insert(u"failure"_s, entry.failure);
        messages.append(object);
    }
    return QJsonDocument(QJsonObject {{versionKey, version}, {messagesKey, messages}})
        .toJson(QJsonDocument::Compact);
}

protocol::Result<QList<OutboxEntry>> parseOutbox(const QJsonObject &file)
{
    if (file.value(versionKey).toInt() != version || !file.value(messagesKey).isArray()) {
        return protocol::Error {protocol::Code::BodyInvalid,
                                u"The file is not an outbox of this version."_s};
    }
    QList<OutboxEntry> entries;
    QSet<QUuid> ids;
    const QJsonArray messages = file.value(messagesKey).toArray();
    for (const auto &value : messages) {
        const QJsonObject object = value.toObject();
        const auto id = protocol::parseId(object.value("id"_L1).toString().toLatin1());
        const auto room = protocol::parseId(object.value("room"_L1).toString().toLatin1());
        if (!id || !room || ids.contains(*id))
            continue; // one spoilt entry must not cost the others
        ids.insert(*id);
        OutboxEntry entry;
        entry.id = *id;
        entry.room = *room;
        entry.text = object.value("text"_L1).toString();
        entry.written =
            QDateTime::fromString(object.value("written"_L1).toString(), Qt::ISODateWithMs);
        entry.failed = object.contains("failure"_L1);
        entry.failure = object.value("failure"_L1).toString();
        entries.append(entry);
    }
    return entries;
}

} // namespace samsa::app

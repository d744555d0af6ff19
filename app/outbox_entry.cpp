// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox_entry.h"

#include "protocol/message_id.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace samsa::app {

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
            {QStringLiteral("id"), entry.id.toString(QUuid::WithoutBraces)},
            {QStringLiteral("room"), entry.room.toString(QUuid::WithoutBraces)},
            {QStringLiteral("text"), entry.text},
            {QStringLiteral("written"), entry.written.toUTC().toString(Qt::ISODateWithMs)},
        };
        if (entry.failed) {
            object.insert(QStringLiteral("failure"), entry.failure);
        }
        messages.append(object);
    }
    return QJsonDocument(QJsonObject {{versionKey, version}, {messagesKey, messages}})
        .toJson(QJsonDocument::Compact);
}

protocol::Result<QList<OutboxEntry>> parseOutbox(const QByteArray &json)
{
    const QJsonObject file = QJsonDocument::fromJson(json).object();
    if (file.value(versionKey).toInt() != version || !file.value(messagesKey).isArray()) {
        return protocol::Error {protocol::Code::BodyInvalid,
                                QStringLiteral("The file is not an outbox of this version.")};
    }
    QList<OutboxEntry> entries;
    const QJsonArray messages = file.value(messagesKey).toArray();
    for (const auto &value : messages) {
        const QJsonObject object = value.toObject();
        const auto id =
            protocol::parseId(object.value(QLatin1StringView("id")).toString().toLatin1());
        const auto room =
            protocol::parseId(object.value(QLatin1StringView("room")).toString().toLatin1());
        if (!id || !room) {
            continue; // one spoilt entry must not cost the others
        }
        OutboxEntry entry;
        entry.id = *id;
        entry.room = *room;
        entry.text = object.value(QLatin1StringView("text")).toString();
        entry.written = QDateTime::fromString(object.value(QLatin1StringView("written")).toString(),
                                              Qt::ISODateWithMs);
        entry.failed = object.contains(QLatin1StringView("failure"));
        entry.failure = object.value(QLatin1StringView("failure")).toString();
        entries.append(entry);
    }
    return entries;
}

} // namespace samsa::app

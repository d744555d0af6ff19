// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/message_row.h"

#include "ui/timeline/message_roles.h"

namespace samsa::app {

QVariant messageValue(const protocol::Message &message, int role)
{
    switch (role) {
    case ui::MessageIdRole:
        return message.id.toString(QUuid::WithoutBraces);
    case ui::NicknameRole:
        return message.nickname;
    case Qt::DisplayRole:
    case ui::TextRole:
        return message.text;
    case ui::TimeRole:
        return message.time;
    case ui::PositionRole:
        return message.position;
    case ui::EditedRole:
        return message.edited.isValid();
    case ui::DeletedRole:
        return message.deleted;
    default:
        return {};
    }
}

QHash<int, QByteArray> messageRoleNames()
{
    return {{Qt::DisplayRole, "display"},   {ui::MessageIdRole, "messageId"},
            {ui::NicknameRole, "nickname"}, {ui::TextRole, "text"},
            {ui::TimeRole, "time"},         {ui::OwnRole, "own"},
            {ui::StateRole, "state"},       {ui::PositionRole, "position"},
            {ui::FailureRole, "failure"},   {ui::EditedRole, "edited"},
            {ui::DeletedRole, "deleted"}};
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/timeline_model.h"

#include "ui/theme/time_text.h"
#include "ui/timeline/message_content.h"

#include <QCoreApplication>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return accessibleText(index);
    if (role == Qt::DisplayRole)
        return QIdentityProxyModel::data(index, TextRole);
    return QIdentityProxyModel::data(index, role);
}

QString TimelineModel::accessibleText(const QModelIndex &index) const
{
    const MessagePlace place = messagePlace(index, m_firstUnread, m_startsRoom);
    QStringList parts;
    if (place.startsDay)
        parts << dayName(index.data(TimeRole).toDateTime().toLocalTime().date(),
                         QDate::currentDate());
    if (place.startsUnread)
        parts << QCoreApplication::translate("samsa::ui::TimelineView", "New messages");
    parts << messageText(index);
    return parts.join(u". "_s);
}

QString TimelineModel::messageText(const QModelIndex &index) const
{
    const MessageContent content = messageContent(index);
    //: Nickname, time, text.
    QString said = tr("%1, %2: %3").arg(content.nickname, clockTime(content.time), content.text);
    if (content.edited)
        said = tr("%1, edited", "a message").arg(said);
    if (!content.own && content.state != MessageState::Failed)
        return said; // that it was sent, one sees
    switch (content.state) {
    case MessageState::Sent:
        return tr("%1, sent").arg(said);
    case MessageState::Pending:
        return tr("%1, not sent yet").arg(said);
    case MessageState::Failed:
        break;
    }
    return content.failure.isEmpty() ? tr("%1, not sent").arg(said)
                                     : tr("%1, not sent: %2").arg(said, content.failure);
}

} // namespace samsa::ui

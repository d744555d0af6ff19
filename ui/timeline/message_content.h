// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_roles.h"

#include <QDateTime>
#include <QString>

class QAbstractItemModel;
class QModelIndex;

/// What a row of the timeline is made from: the message itself, and its place among its neighbours.
/// Values, read from a model by the roles of message_roles.h.
namespace samsa::ui {

struct MessageContent
{
    QString id;
    QString nickname;
    QString text;
    QString failure;
    QDateTime time;
    bool own = false;
    bool edited = false;
    bool deleted = false; ///< The text says so in place of what it was.
    MessageState state = MessageState::Sent;

    bool operator==(const MessageContent &) const = default;
};

MessageContent messageContent(const QModelIndex &index);

/// Messages of one person at most five minutes apart, on one day, are a group: the name is said
/// once.
struct MessagePlace
{
    bool startsDay = false;
    bool startsUnread = false; ///< The "new messages" line is above it.
    bool startsGroup = true;
    bool endsGroup = true;
    bool isLast = false; ///< It has some room below.
    int edgeAbove = 0; ///< Room for what is said above the first row, in pixels.
    int edgeBelow = 0; ///< And below the last.

    bool operator==(const MessagePlace &) const = default;
};

/// \a firstUnread is a position; 0 for none. \a startsRoom: nothing comes before the model's first
/// row; else what does may be unread as well, and the line is not above that row.
MessagePlace messagePlace(const QModelIndex &index, qint64 firstUnread, bool startsRoom = true);

/// The row above which the "new messages" line is drawn, -1 for none. Cost: one data() a row.
int firstUnreadRow(const QAbstractItemModel &model, qint64 firstUnread);

} // namespace samsa::ui

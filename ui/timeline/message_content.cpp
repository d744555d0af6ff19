// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_content.h"

#include <QAbstractItemModel>
#include <QCoreApplication>

#include <cstdlib>

namespace samsa::ui {

namespace {

constexpr qint64 groupSeconds = 5 * 60;
constexpr qint64 quarterOfAnHour = 15 * 60 * 1000; // ms

bool startsDayAfter(const QDateTime &previous, const QDateTime &time)
{
    // Zones differ from UTC by whole quarters, so within one there is no midnight anywhere. To
    // ask for the zone costs a system call, and each row that is painted would do so six times.
    if (previous.toMSecsSinceEpoch() / quarterOfAnHour
        == time.toMSecsSinceEpoch() / quarterOfAnHour)
        return false;
    return previous.toLocalTime().date() != time.toLocalTime().date();
}

bool startsUnreadAt(const QModelIndex &index, qint64 firstUnread)
{
    if (firstUnread <= 0 || index.data(PositionRole).toLongLong() < firstUnread)
        return false;
    const QModelIndex previous = index.siblingAtRow(index.row() - 1);
    return !previous.isValid() || previous.data(PositionRole).toLongLong() < firstUnread;
}

bool continuesGroup(const QModelIndex &previous, const QModelIndex &index, qint64 firstUnread)
{
    const QDateTime before = previous.data(TimeRole).toDateTime();
    const QDateTime time = index.data(TimeRole).toDateTime();
    return std::llabs(before.secsTo(time)) <= groupSeconds
        && previous.data(NicknameRole) == index.data(NicknameRole)
        && previous.data(OwnRole) == index.data(OwnRole) && !startsDayAfter(before, time)
        && !startsUnreadAt(index, firstUnread);
}

} // namespace

MessageContent messageContent(const QModelIndex &index)
{
    MessageContent content;
    content.id = index.data(MessageIdRole).toString();
    content.nickname = index.data(NicknameRole).toString();
    content.deleted = index.data(DeletedRole).toBool();
    content.edited = !content.deleted && index.data(EditedRole).toBool();
    content.text = content.deleted
        ? QCoreApplication::translate("samsa::ui::MessageContent", "Message deleted")
        : index.data(TextRole).toString();
    content.time = index.data(TimeRole).toDateTime();
    content.own = index.data(OwnRole).toBool();
    content.state = static_cast<MessageState>(index.data(StateRole).toInt());
    if (content.state == MessageState::Failed)
        content.failure = index.data(FailureRole).toString();
    return content;
}

MessagePlace messagePlace(const QModelIndex &index, qint64 firstUnread, bool startsRoom)
{
    const QModelIndex previous = index.siblingAtRow(index.row() - 1);
    const QModelIndex next = index.siblingAtRow(index.row() + 1);
    MessagePlace place;
    place.isLast = !next.isValid();
    const bool isCertain =
        previous.isValid() || startsRoom || index.data(PositionRole).toLongLong() == firstUnread;
    place.startsUnread = isCertain && startsUnreadAt(index, firstUnread);
    place.startsDay = !previous.isValid()
        || startsDayAfter(previous.data(TimeRole).toDateTime(), index.data(TimeRole).toDateTime());
    place.startsGroup = !previous.isValid() || !continuesGroup(previous, index, firstUnread);
    place.endsGroup = !next.isValid() || !continuesGroup(index, next, firstUnread);
    return place;
}

int firstUnreadRow(const QAbstractItemModel &model, qint64 firstUnread)
{
    if (firstUnread <= 0)
        return -1;
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(PositionRole).toLongLong() >= firstUnread)
            return row;
    return -1;
}

} // namespace samsa::ui

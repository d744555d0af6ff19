// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace samsa::ui {

/// Paints a row of the room list where RoomLayout puts things: a tile with the room's initial, name
/// and time, the last message and how many are unread. All rows are equally high. GUI thread.
class RoomDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The room that is open, whatever row the keyboard is on.
    void setCurrentRoom(const QString &id) { m_currentRoom = id; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QString m_currentRoom;
};

} // namespace samsa::ui

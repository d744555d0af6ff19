// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace samsa::ui {

/// A row of the room list: name and time, preview and unread badge, people now. All rows are
/// equally high. Thread: the GUI's.
class RoomDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit RoomDelegate(QObject *parent = nullptr);

    void setCurrentRoom(const QString &id) { m_currentRoom = id; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintFirstLine(QPainter *painter, const QFont &base, const QRect &area,
                        const QModelIndex &index) const;
    void paintSecondLine(QPainter *painter, const QFont &base, const QRect &area,
                         const QModelIndex &index) const;

    QString m_currentRoom;
};

} // namespace samsa::ui

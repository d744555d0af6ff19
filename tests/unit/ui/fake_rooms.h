// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/rooms/room_roles.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <functional>

/// A list of rooms that a test writes by hand.
struct FakeRoom
{
    QString id;
    QString name;
    int unread = 0;
    QString lastText;
    QString lastNickname;
    QDateTime lastTime;
    int people = 0;
};

class FakeRooms : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void add(const FakeRoom &room)
    {
        const int row = static_cast<int>(m_rooms.size());
        beginInsertRows({}, row, row);
        m_rooms.append(room);
        endInsertRows();
    }

    void change(const QString &id, const std::function<void(FakeRoom &)> &change)
    {
        for (int row = 0; row < rowCount(); ++row) {
            if (m_rooms.at(row).id == id) {
                change(m_rooms[row]);
                Q_EMIT dataChanged(index(row), index(row));
            }
        }
    }

    void removeFirst()
    {
        beginRemoveRows({}, 0, 0);
        m_rooms.removeFirst();
        endRemoveRows();
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rooms.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const FakeRoom &room = m_rooms.at(index.row());
        switch (role) {
        case samsa::ui::RoomIdRole:
            return room.id;
        case samsa::ui::RoomNameRole:
            return room.name;
        case samsa::ui::UnreadRole:
            return room.unread;
        case samsa::ui::LastTextRole:
            return room.lastText;
        case samsa::ui::LastNicknameRole:
            return room.lastNickname;
        case samsa::ui::LastTimeRole:
            return room.lastTime;
        case samsa::ui::PeopleRole:
            return room.people;
        default:
            return {};
        }
    }

private:
    QList<FakeRoom> m_rooms;
};

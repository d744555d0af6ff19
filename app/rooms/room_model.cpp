// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/room_model.h"

#include "app/rooms/reading.h"
#include "protocol/rules.h"
#include "ui/rooms/room_roles.h"

#include <QSet>

#include <algorithm>

namespace samsa::app {

using protocol::Room;

RoomModel::RoomModel(Reading &reading, QObject *parent)
    : QAbstractListModel(parent)
    , m_reading(reading)
{
    connect(&reading, &Reading::changed, this, [this](const QUuid &id) {
        if (const qsizetype place = indexOf(id); place >= 0) {
            const QModelIndex changed = index(static_cast<int>(place));
            Q_EMIT dataChanged(changed, changed, {ui::UnreadRole});
        }
    });
}

int RoomModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rooms.size());
}

QVariant RoomModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Room &room = m_rooms[index.row()];
    switch (role) {
    case ui::RoomIdRole:
        return room.id.toString(QUuid::WithoutBraces);
    case Qt::DisplayRole:
    case ui::RoomNameRole:
        return room.name;
    case ui::UnreadRole:
        return static_cast<int>(
            std::min<qint64>(m_reading.unread(room.id), std::numeric_limits<int>::max()));
    case ui::LastTextRole:
        return room.lastText;
    case ui::LastNicknameRole:
        return room.lastNickname;
    case ui::LastTimeRole:
        return room.lastTime.isValid() ? room.lastTime : room.created;
    case ui::PeopleRole:
        return room.peopleNow;
    default:
        return {};
    }
}

void RoomModel::setRooms(const QList<Room> &rooms)
{
    m_reading.noteRooms(rooms);
    QSet<QUuid> listed;
    for (const Room &room : rooms)
        listed.insert(room.id);
    for (qsizetype i = m_rooms.size() - 1; i >= 0; --i) {
        if (!listed.contains(m_rooms[i].id)) {
            const int row = static_cast<int>(i);
            beginRemoveRows({}, row, row);
            m_rooms.removeAt(i);
            endRemoveRows();
        }
    }
    for (const Room &room : rooms)
        changeRoom(room);
    Q_ASSERT(m_rooms.size() == listed.size()); // each room once
}

void RoomModel::changeRoom(const Room &room)
{
    m_reading.noteRoom(room);
    const qsizetype place = indexOf(room.id);
    if (place < 0) {
        const int row = rowCount();
        beginInsertRows({}, row, row);
        m_rooms.append(room);
        endInsertRows();
        Q_EMIT roomAppeared(room.id);
        return;
    }
    if (merge(place, room)) {
        const QModelIndex changed = index(static_cast<int>(place));
        Q_EMIT dataChanged(changed, changed);
        Q_EMIT roomUpdated(room.id);
    }
}

bool RoomModel::merge(qsizetype place, const Room &room)
{
    Room &kept = m_rooms[place];
    Room merged = room;
    const bool isAnotherEpoch =
        !room.epoch.isEmpty() && !kept.epoch.isEmpty() && room.epoch != kept.epoch;
    if (room.messageCount < kept.messageCount && !isAnotherEpoch) {
        // An older state that was overtaken on the way: only who is there can be newer in it.
        merged = kept;
        merged.peopleNow = room.peopleNow;
    }
    if (merged == kept)
        return false;
    kept = merged;
    return true;
}

const Room *RoomModel::room(const QUuid &id) const
{
    const qsizetype place = indexOf(id);
    return place < 0 ? nullptr : &m_rooms[place];
}

const Room *RoomModel::roomByName(const QString &name) const
{
    const QString folded = protocol::foldName(name);
    const auto place = std::find_if(m_rooms.cbegin(), m_rooms.cend(), [&folded](const Room &room) {
        return protocol::foldName(room.name) == folded;
    });
    return place == m_rooms.cend() ? nullptr : &*place;
}

qsizetype RoomModel::indexOf(const QUuid &id) const
{
    const auto place = std::find_if(m_rooms.cbegin(), m_rooms.cend(),
                                    [&id](const Room &room) { return room.id == id; });
    return place == m_rooms.cend() ? -1 : std::distance(m_rooms.cbegin(), place);
}

} // namespace samsa::app

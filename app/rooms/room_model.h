// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <QAbstractListModel>

namespace samsa::app {

class Reading;

/// The rooms of a server with this person's unread counts, in the order they became known; the view
/// sorts. Fed by a whole list or by single changes, in any mixture: of two states of a room the one
/// that has more messages is the newer one. Roles are ui's. Thread: the one it lives in.
class RoomModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit RoomModel(Reading &reading, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    void setRooms(const QList<protocol::Room> &rooms);
    void changeRoom(const protocol::Room &room);

    const protocol::Room *room(const QUuid &id) const;
    const protocol::Room *roomByName(const QString &name) const;
    const QList<protocol::Room> &all() const { return m_rooms; }

Q_SIGNALS:
    void roomAppeared(const QUuid &id);
    void roomUpdated(const QUuid &id);

private:
    qsizetype indexOf(const QUuid &id) const;
    bool merge(qsizetype index, const protocol::Room &room);

    Reading &m_reading;
    QList<protocol::Room> m_rooms;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace samsa::ui {

/// The rooms, newest activity first, with a filter above and a field for a new room below. Takes
/// any model that answers the roles of room_roles.h; sorts and filters with a proxy of its own.
/// Making a room does not block: the fields stay usable until the owner says how it went.
class RoomListPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RoomListPanel(QWidget *parent = nullptr);

    /// Not owned; nullptr for none.
    void setModel(QAbstractItemModel *model);
    /// Selects without a signal, now or as soon as the model has the room.
    void setCurrentRoom(const QString &id);
    QString currentRoom() const { return m_currentRoom; }

public Q_SLOTS:
    void roomCreationSucceeded(const QString &id);
    void showRoomCreationError(const QString &sentence);
    void focusFilter();
    void focusNewRoom();
    void selectNextRoom();
    void selectPreviousRoom();

Q_SIGNALS:
    void roomSelected(const QString &id);
    void roomCreationRequested(const QString &name);

private:
    void step(int by);

    QLineEdit *m_filter;
    QListView *m_list;
    QLineEdit *m_newRoom;
    QPushButton *m_newRoomButton;
    QLabel *m_newRoomError;
    QSortFilterProxyModel *m_proxy;
    QString m_currentRoom;
};

} // namespace samsa::ui

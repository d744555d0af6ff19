// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAbstractItemModel;
class QLineEdit;
class QModelIndex;
class QStackedWidget;
class QToolButton;

namespace samsa::ui {

class FieldError;
class RoomFilterModel;
class RowList;

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
    /// The room \a steps further down the list, as if the person had clicked on it.
    void selectNeighbour(int steps);

Q_SIGNALS:
    void roomSelected(const QString &id);
    void roomCreationRequested(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeListPart();
    QWidget *makeNewRoomPart();
    void select(const QModelIndex &index);
    void showCurrent();
    void requestRoom();
    void updateEmptyState();

    RoomFilterModel *m_filterModel = nullptr;
    QLineEdit *m_filter = nullptr;
    QStackedWidget *m_pages = nullptr;
    RowList *m_list = nullptr;
    QWidget *m_noRooms = nullptr;
    QWidget *m_nothingFound = nullptr;
    QLineEdit *m_newRoom = nullptr;
    QToolButton *m_newRoomButton = nullptr;
    FieldError *m_newRoomError = nullptr;
    QString m_currentRoom;
    QString m_requestedName;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/room_list_panel.h"

#include "ui/room_roles.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace samsa::ui {

RoomListPanel::RoomListPanel(QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_newRoom(new QLineEdit(this))
    , m_newRoomButton(new QPushButton(tr("New room"), this))
    , m_newRoomError(new QLabel(this))
    , m_proxy(new QSortFilterProxyModel(this))
{
    m_filter->setObjectName(QStringLiteral("roomFilter"));
    m_list->setObjectName(QStringLiteral("roomList"));
    m_newRoom->setObjectName(QStringLiteral("newRoomField"));
    m_newRoomButton->setObjectName(QStringLiteral("newRoomButton"));
    m_newRoomError->setObjectName(QStringLiteral("newRoomError"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_list);
    column->addWidget(m_newRoom);
    column->addWidget(m_newRoomError);
    column->addWidget(m_newRoomButton);
    m_newRoomError->hide();
    m_proxy->setSortRole(LastTimeRole);
    m_proxy->setFilterRole(RoomNameRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->sort(0, Qt::DescendingOrder);
    m_list->setModel(m_proxy);
    connect(m_filter, &QLineEdit::textChanged, m_proxy,
            &QSortFilterProxyModel::setFilterFixedString);
    const auto create = [this] { Q_EMIT roomCreationRequested(m_newRoom->text()); };
    connect(m_newRoom, &QLineEdit::returnPressed, this, create);
    connect(m_newRoomButton, &QPushButton::clicked, this, create);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_currentRoom = index.data(RoomIdRole).toString();
        Q_EMIT roomSelected(m_currentRoom);
    });
}

void RoomListPanel::setModel(QAbstractItemModel *model)
{
    m_proxy->setSourceModel(model);
}

void RoomListPanel::setCurrentRoom(const QString &id)
{
    m_currentRoom = id;
}

void RoomListPanel::roomCreationSucceeded(const QString &id)
{
    m_newRoom->clear();
    m_newRoomError->hide();
    setCurrentRoom(id);
}

void RoomListPanel::showRoomCreationError(const QString &sentence)
{
    m_newRoomError->setText(sentence);
    m_newRoomError->show();
}

void RoomListPanel::focusFilter()
{
    m_filter->setFocus();
}

void RoomListPanel::focusNewRoom()
{
    m_newRoom->setFocus();
}

void RoomListPanel::selectNextRoom()
{
    step(1);
}

void RoomListPanel::selectPreviousRoom()
{
    step(-1);
}

void RoomListPanel::step(int by)
{
    const int row = m_list->currentIndex().row() + by;
    if (row >= 0 && row < m_proxy->rowCount()) {
        m_list->setCurrentIndex(m_proxy->index(row, 0));
    }
}

} // namespace samsa::ui

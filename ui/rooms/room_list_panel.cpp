// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rooms/room_list_panel.h"

#include "ui/rooms/room_delegate.h"
#include "ui/rooms/room_filter_model.h"
#include "ui/rooms/room_roles.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/field_error.h"
#include "ui/widgets/row_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

RoomListPanel::RoomListPanel(QWidget *parent)
    : QWidget(parent)
    , m_filterModel(new RoomFilterModel(this))
{
    setStyleClass(this, "sidebar");
    setAttribute(Qt::WA_StyledBackground);
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(u"roomFilter"_s);
    m_filter->setAccessibleName(tr("Find a room"));
    m_filter->setPlaceholderText(tr("Find a room"));
    m_filter->setToolTip(tr("Find a room (Ctrl+K)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themedIcon(u"search"_s, Colour::SecondaryText), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);

    auto *top = new QVBoxLayout;
    top->setContentsMargins(12, 12, 12, 8);
    top->addWidget(m_filter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(makeListPart(), 1);
    layout->addWidget(makeNewRoomPart());
    setMinimumWidth(230);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filterModel->setFilterText(text);
        showCurrent();
        updateEmptyState();
    });
    const auto refresh = [this] {
        showCurrent();
        updateEmptyState();
    };
    connect(m_filterModel, &QAbstractItemModel::rowsInserted, this, refresh);
    connect(m_filterModel, &QAbstractItemModel::rowsRemoved, this, refresh);
    connect(m_filterModel, &QAbstractItemModel::modelReset, this, refresh);

    // "5 min" grows old by itself.
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, m_list->viewport(), qOverload<>(&QWidget::update));
    clock->start(std::chrono::seconds(30));
    updateEmptyState();
}

QWidget *RoomListPanel::makeListPart()
{
    m_pages = new QStackedWidget(this);
    m_list = new RowList(m_pages);
    m_list->setObjectName(u"roomList"_s);
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(m_filterModel);
    m_list->setItemDelegate(new RoomDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_noRooms = new EmptyState(u"rooms"_s, tr("No rooms yet"),
                               tr("Make the first one in the field below."), m_pages);
    m_nothingFound = new EmptyState(u"search"_s, tr("No room found"),
                                    tr("No room's name holds what you typed."), m_pages);
    for (QWidget *page : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_noRooms),
                          static_cast<QWidget *>(m_nothingFound)})
        m_pages->addWidget(page);
    m_list->setRowActions([this](const QModelIndex &index) {
        //: What can be done with a room in the list.
        return QList<RowAction> {{tr("Open"), [this, index] { select(index); }}};
    });
    connect(m_list, &QListView::clicked, this, &RoomListPanel::select);
    connect(m_list, &QListView::activated, this, &RoomListPanel::select);
    return m_pages;
}

QWidget *RoomListPanel::makeNewRoomPart()
{
    auto *part = new QFrame(this);
    setStyleClass(part, "footer");
    m_newRoom = new QLineEdit(part);
    m_newRoom->setObjectName(u"newRoomField"_s);
    m_newRoom->setAccessibleName(tr("New room"));
    m_newRoom->setPlaceholderText(tr("New room"));
    m_newRoom->setToolTip(tr("Name of a new room (Ctrl+N)"));
    m_newRoomButton = new QToolButton(part);
    m_newRoomButton->setObjectName(u"newRoomButton"_s);
    m_newRoomButton->setAccessibleName(tr("Make the room"));
    m_newRoomButton->setToolTip(tr("Make the room"));
    m_newRoomButton->setIcon(themedIcon(u"plus"_s, Colour::AccentText));
    m_newRoomButton->setIconSize(QSize(18, 18));
    m_newRoomButton->setFocusPolicy(Qt::StrongFocus);
    m_newRoomButton->setEnabled(false);
    setStyleClass(m_newRoomButton, "primary");
    m_newRoomError = new FieldError(m_newRoom, u"newRoomError"_s, part);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_newRoom, 1);
    row->addWidget(m_newRoomButton);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addWidget(m_newRoomError);
    connect(m_newRoom, &QLineEdit::returnPressed, this, &RoomListPanel::requestRoom);
    connect(m_newRoomButton, &QToolButton::clicked, this, &RoomListPanel::requestRoom);
    connect(m_newRoom, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_newRoomError->clear();
        m_newRoomButton->setEnabled(!text.trimmed().isEmpty());
    });
    return part;
}

void RoomListPanel::setModel(QAbstractItemModel *rooms)
{
    m_filterModel->setSourceModel(rooms);
    showCurrent();
    updateEmptyState();
}

void RoomListPanel::setCurrentRoom(const QString &id)
{
    m_currentRoom = id;
    static_cast<RoomDelegate *>(m_list->itemDelegate())->setCurrentRoom(id);
    showCurrent();
    m_list->viewport()->update();
}

void RoomListPanel::showCurrent()
{
    const QModelIndex index =
        m_currentRoom.isEmpty() ? QModelIndex() : m_filterModel->indexOfRoom(m_currentRoom);
    if (index.isValid() && m_list->currentIndex() != index) {
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
    }
}

void RoomListPanel::select(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const QString id = index.data(RoomIdRole).toString();
    if (id != m_currentRoom)
        Q_EMIT roomSelected(id);
}

void RoomListPanel::selectNeighbour(int steps)
{
    const int rows = m_filterModel->rowCount();
    if (rows == 0)
        return;
    const QModelIndex current = m_filterModel->indexOfRoom(m_currentRoom);
    const int row =
        current.isValid() ? qBound(0, current.row() + steps, rows - 1) : (steps > 0 ? 0 : rows - 1);
    select(m_filterModel->index(row, 0));
}

void RoomListPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void RoomListPanel::focusNewRoom()
{
    m_newRoom->setFocus(Qt::ShortcutFocusReason);
    m_newRoom->selectAll();
}

void RoomListPanel::requestRoom()
{
    const QString name = m_newRoom->text().trimmed();
    if (name.isEmpty())
        return;
    m_newRoomError->clear();
    m_requestedName = name;
    Q_EMIT roomCreationRequested(name);
}

void RoomListPanel::roomCreationSucceeded(const QString &)
{
    // What was typed meanwhile is the next room's name, not this one's.
    if (m_newRoom->text().trimmed() == m_requestedName)
        m_newRoom->clear();
    m_newRoomError->clear();
}

void RoomListPanel::showRoomCreationError(const QString &sentence)
{
    m_newRoomError->say(sentence);
}

bool RoomListPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        // Escape empties the field first; only then is it the window's.
        auto *const press = static_cast<QKeyEvent *>(event);
        if (press->key() == Qt::Key_Escape && !m_filter->text().isEmpty())
            press->accept();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down) { // from the field into the list, as in a search
        m_list->setFocus(Qt::TabFocusReason);
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_filterModel->index(0, 0));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        select(m_filterModel->index(0, 0));
        return true;
    }
    if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    return false;
}

void RoomListPanel::updateEmptyState()
{
    const QAbstractItemModel *source = m_filterModel->sourceModel();
    if (m_filterModel->rowCount() > 0)
        m_pages->setCurrentWidget(m_list);
    else if (source == nullptr || source->rowCount() == 0)
        m_pages->setCurrentWidget(m_noRooms);
    else
        m_pages->setCurrentWidget(m_nothingFound);
}

} // namespace samsa::ui

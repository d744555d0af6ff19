// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/timeline_view.h"

#include "ui/timeline/edge_row.h"
#include "ui/timeline/jump_button.h"
#include "ui/timeline/message_delegate.h"

#include <QApplication>
#include <QKeyEvent>
#include <QScrollBar>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int endSlack = 4; // pixels from the end that still count as the end
constexpr int nearness = 2; // viewports from an end
constexpr qint64 askAgainAfter = 1000; // ms; the first question may have failed

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : MessageList(parent)
    , m_older(new EdgeRow(viewport()))
    , m_newer(new EdgeRow(viewport()))
    , m_jump(new JumpButton(this))
{
    setObjectName(u"timeline"_s);
    m_older->setObjectName(u"olderEdge"_s);
    m_newer->setObjectName(u"newerEdge"_s);
    for (EdgeRow *edge : {m_older, m_newer})
        edge->hide();
    connect(m_older, &EdgeRow::retryRequested, this,
            [this] { Q_EMIT edgeRetryRequested(Qt::TopEdge); });
    connect(m_newer, &EdgeRow::retryRequested, this,
            [this] { Q_EMIT edgeRetryRequested(Qt::BottomEdge); });
    connect(m_jump, &JumpButton::clicked, this, &TimelineView::goToNewest);

    connect(model(), &QAbstractItemModel::rowsInserted, this, &TimelineView::rowsAppeared);
    connect(model(), &QAbstractItemModel::modelReset, this, [this] { m_shown = 0; });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TimelineView::scrolled);
    setOlderEdge({Edge::More, {}});
    updateJumpButton();
}

void TimelineView::setModel(QAbstractItemModel *messages)
{
    m_place.forget();
    m_atEnd = true;
    m_newBelow = false;
    m_askedOlder.forget();
    m_askedNewer.forget();
    MessageList::setModel(messages);
}

void TimelineView::setFirstUnreadPosition(qint64 position)
{
    setFirstUnread(position);
}

qint64 TimelineView::firstUnreadPosition() const
{
    return messageDelegate()->firstUnread();
}

Edge TimelineView::olderEdge() const
{
    return m_older->edge();
}

Edge TimelineView::newerEdge() const
{
    return m_newer->edge();
}

void TimelineView::setOlderEdge(const Edge &edge)
{
    setEdge(m_older, edge);
}

void TimelineView::setNewerEdge(const Edge &edge)
{
    setEdge(m_newer, edge);
}

void TimelineView::setEdge(EdgeRow *row, const Edge &edge)
{
    if (row->edge() == edge)
        return;
    const bool hadKeys = row->isAncestorOf(QApplication::focusWidget());
    row->setEdge(edge);
    if (hadKeys)
        setFocus(Qt::OtherFocusReason);
    if (m_newer->edge().state != Edge::End)
        m_atEnd = false;
    setEdges(m_older->stripHeight(), m_newer->stripHeight(), m_older->edge().state == Edge::End);
}

bool TimelineView::isAtEnd() const
{
    return m_atEnd;
}

void TimelineView::doItemsLayout()
{
    if (m_layingOut)
        return;
    m_layingOut = true;
    const bool widthChanged = viewport()->width() != messageDelegate()->width();
    messageDelegate()->setWidth(viewport()->width());
    QListView::doItemsLayout();
    // The scroll bar may just have come or gone.
    if (viewport()->width() != messageDelegate()->width()) {
        messageDelegate()->setWidth(viewport()->width());
        QListView::doItemsLayout();
    }
    restorePlace(widthChanged);
    m_layingOut = false;
    looked();
}

void TimelineView::restorePlace(bool widthChanged)
{
    QScrollBar *bar = verticalScrollBar();
    if (m_atEnd)
        bar->setValue(bar->maximum());
    else if (const auto drift = m_place.drift(*this, widthChanged))
        bar->setValue(bar->value() + *drift);
}

void TimelineView::rememberPlace()
{
    // Out of sight its size may be any: what was to be shown stays so.
    if (!isVisible())
        return;
    const QScrollBar *bar = verticalScrollBar();
    m_atEnd = m_newer->edge().state == Edge::End && bar->value() >= bar->maximum() - endSlack;
    m_place.remember(*this);
    if (m_atEnd)
        m_newBelow = false;
}

void TimelineView::scrolled()
{
    if (!m_layingOut)
        looked();
}

void TimelineView::looked()
{
    rememberPlace();
    placeEdges();
    updateJumpButton();
    askForMore();
    tellShown(false);
}

void TimelineView::placeEdges()
{
    const int rows = model()->rowCount();
    const auto place = [this, rows](EdgeRow *edge, int row, bool below) {
        const QRect area = rows > 0 ? visualRect(model()->index(row, 0)) : QRect();
        const int height = edge->stripHeight();
        const QRect strip(0, below ? area.bottom() + 1 - height : area.top(), viewport()->width(),
                          height);
        const bool inSight = rows > 0 && height > 0 && strip.intersects(viewport()->rect());
        if (!inSight && edge->isAncestorOf(QApplication::focusWidget()))
            setFocus(Qt::OtherFocusReason);
        edge->setGeometry(strip);
        edge->setVisible(inSight);
    };
    place(m_older, 0, false);
    place(m_newer, rows - 1, true);
}

Anchor TimelineView::anchor() const
{
    Anchor anchor = m_place.anchor();
    anchor.atEnd = m_atEnd;
    return anchor;
}

bool TimelineView::restore(const Anchor &anchor)
{
    if (anchor.atEnd && m_newer->edge().state == Edge::End) {
        scrollToNewest();
        return true;
    }
    const QModelIndex row = rowOf(anchor.messageId);
    if (!row.isValid())
        return false;
    m_atEnd = false;
    m_place.lookAt(row, anchor.offset);
    relayout();
    executeDelayedItemsLayout();
    return true;
}

bool TimelineView::scrollToMessage(const QString &id)
{
    const QModelIndex row = rowOf(id);
    if (!row.isValid())
        return false;
    executeDelayedItemsLayout();
    selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect);
    return restore({id, (viewport()->height() - textRect(row).height()) / 2, false});
}

void TimelineView::scrollToNewest()
{
    m_atEnd = m_newer->edge().state == Edge::End;
    m_newBelow = false;
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    updateJumpButton();
}

/// The model may end before the room does.
void TimelineView::goToNewest()
{
    if (m_newer->edge().state != Edge::End)
        Q_EMIT newestRequested();
    scrollToNewest();
}

void TimelineView::askForMore()
{
    const QScrollBar *bar = verticalScrollBar();
    const int reach = nearness * viewport()->height();
    const int rows = model()->rowCount();
    if (!isVisible() || rows == 0)
        return;
    const auto idOf = [this](int row) {
        return model()->index(row, 0).data(MessageIdRole).toString();
    };
    // Both before either is told: rows may come at once.
    const bool older =
        m_older->edge().state == Edge::More && bar->value() <= reach && m_askedOlder.isDue(idOf(0));
    const bool newer = m_newer->edge().state == Edge::More && bar->maximum() - bar->value() <= reach
        && m_askedNewer.isDue(idOf(rows - 1));
    if (older)
        Q_EMIT olderNeeded();
    if (newer)
        Q_EMIT newerNeeded();
}

bool TimelineView::Question::isDue(const QString &rowId)
{
    if (rowId == m_rowId && m_since.elapsed() < askAgainAfter)
        return false;
    m_rowId = rowId;
    m_since.start();
    return true;
}

qint64 TimelineView::greatestInSight() const
{
    const int width = viewport()->width();
    const int height = viewport()->height();
    QModelIndex row = indexAt(QPoint(width / 2, height - 1));
    if (!row.isValid()) // they end above
        row = model()->index(model()->rowCount() - 1, 0);
    for (; row.isValid() && visualRect(row).bottom() >= 0; row = row.siblingAtRow(row.row() - 1)) {
        const qint64 position = row.data(PositionRole).toLongLong();
        const int end = textRect(row).bottom();
        if (position > 0 && end >= 0 && end < height)
            return position;
    }
    return 0;
}

void TimelineView::tellShown(bool again)
{
    if (!isVisible() || !isActiveWindow() || window()->isMinimized())
        return;
    const qint64 now = greatestInSight();
    if (now <= m_shown && !(again && m_shown > 0))
        return;
    m_shown = qMax(m_shown, now);
    Q_EMIT shown(m_shown);
}

void TimelineView::rowsAppeared(const QModelIndex &, int first, int last)
{
    if (last != model()->rowCount() - 1 || m_newer->edge().state != Edge::End)
        return;
    // What one has just written oneself, one wants to see.
    const QModelIndex newest = model()->index(last, 0);
    const bool written = newest.data(OwnRole).toBool()
        && newest.data(StateRole).toInt() == static_cast<int>(MessageState::Pending);
    if (written && first > 0) {
        m_atEnd = true;
    } else if (!m_atEnd) {
        m_newBelow = true;
        updateJumpButton();
    }
}

void TimelineView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    // The base class would take its neighbour. That is right for a row that one sees go, but the
    // keys must not be led back to where one has scrolled away from.
    const QModelIndex current = currentIndex();
    if (current.row() >= first && current.row() <= last && !m_place.holds(current))
        selectionModel()->clearCurrentIndex();
    MessageList::rowsAboutToBeRemoved(parent, first, last);
}

void TimelineView::updateJumpButton()
{
    // It must not cover what is said of those that are still to come.
    if (m_atEnd || m_newer->isVisible()) {
        m_jump->hide();
        return;
    }
    m_jump->showIn(viewport()->geometry(), m_newBelow);
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    MessageList::resizeEvent(event);
    if (m_layingOut)
        return;
    if (viewport()->width() != messageDelegate()->width())
        relayout();
    else if (m_atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    updateJumpButton();
}

void TimelineView::showEvent(QShowEvent *event)
{
    MessageList::showEvent(event);
    relayout();
    if (m_window != window()) {
        if (m_window)
            m_window->removeEventFilter(this);
        m_window = window();
        m_window->installEventFilter(this);
        warmFonts();
    }
}

void TimelineView::warmFonts()
{
    const MessageStyle &style = messageDelegate()->messageStyle();
    m_fonts.warm({style.body, style.name});
}

/// Only the window itself hears that it has become the active one.
bool TimelineView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::ActivationChange)
        tellShown(true);
    return MessageList::eventFilter(watched, event);
}

void TimelineView::changeEvent(QEvent *event)
{
    MessageList::changeEvent(event);
    if (m_jump == nullptr)
        return;
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::StyleChange:
        setEdges(m_older->stripHeight(), m_newer->stripHeight(),
                 m_older->edge().state == Edge::End);
        if (isVisible())
            warmFonts();
        break;
    default:
        break;
    }
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    MessageList::keyPressEvent(event);
    // Beyond the row that the keys have gone to is its edge.
    if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(verticalScrollBar()->minimum());
    else if (event->key() == Qt::Key_End)
        goToNewest();
}

} // namespace samsa::ui

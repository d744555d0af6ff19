// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_list.h"

#include "ui/theme/icons.h"
#include "ui/theme/time_text.h"
#include "ui/timeline/message_clipboard.h"
#include "ui/timeline/message_delegate.h"
#include "ui/timeline/timeline_model.h"

#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int wheelStep = 26;

bool isFailed(const QModelIndex &index)
{
    return index.data(StateRole).toInt() == static_cast<int>(MessageState::Failed);
}

} // namespace

MessageList::MessageList(QWidget *parent)
    : QListView(parent)
    , m_delegate(new MessageDelegate(this))
    , m_timelineModel(new TimelineModel(this))
{
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(wheelStep);
    setAutoScroll(false);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_delegate->setFont(font());
    m_delegate->setModel(m_timelineModel); // before the view: it must know of changes first
    setItemDelegate(m_delegate);
    QListView::setModel(m_timelineModel);
    connect(m_timelineModel, &QAbstractItemModel::dataChanged, this, &MessageList::relayout);
}

void MessageList::setModel(QAbstractItemModel *messages)
{
    m_timelineModel->setSourceModel(messages);
    relayout();
}

QRect MessageList::textRect(const QModelIndex &row) const
{
    const QPoint place = visualRect(row).topLeft();
    return m_delegate->layoutOf(row).bubble().translated(place);
}

QModelIndex MessageList::rowOf(const QString &messageId) const
{
    if (messageId.isEmpty())
        return {};
    for (int row = m_timelineModel->rowCount() - 1; row >= 0; --row) {
        const QModelIndex index = m_timelineModel->index(row, 0);
        if (index.data(MessageIdRole).toString() == messageId)
            return index;
    }
    return {};
}

void MessageList::relayout()
{
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void MessageList::copySelection() const
{
    copyMessages(selectionModel()->selectedRows());
}

void MessageList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (m_delegate == nullptr)
        return;
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange
        || event->type() == QEvent::LanguageChange) {
        m_delegate->setFont(font());
        relayout();
    } else if (event->type() == QEvent::PaletteChange) {
        viewport()->update();
    }
}

QModelIndex MessageList::lastInSight() const
{
    const QModelIndex lowest = indexAt(QPoint(viewport()->width() / 2, viewport()->height() - 1));
    return lowest.isValid() ? lowest : m_timelineModel->index(m_timelineModel->rowCount() - 1, 0);
}

void MessageList::startKeys()
{
    selectionModel()->setCurrentIndex(lastInSight(), QItemSelectionModel::NoUpdate);
}

void MessageList::focusInEvent(QFocusEvent *event)
{
    // The keys start at what was said last, where the base class would take the oldest.
    if (!currentIndex().isValid())
        startKeys();
    QListView::focusInEvent(event);
}

void MessageList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool failed = current.isValid() && isFailed(current);
    const QString id = current.data(MessageIdRole).toString();
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (failed && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT retryRequested(id);
    } else if (failed
               && (event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace)) {
        Q_EMIT discardRequested(id);
    } else {
        if (!current.isValid())
            startKeys();
        QListView::keyPressEvent(event);
        if (currentIndex() != current && currentIndex().isValid())
            scrollTo(currentIndex());
        return;
    }
    event->accept();
}

MessageHit MessageList::hitAt(const QPoint &point) const
{
    const QModelIndex index = indexAt(point);
    return index.isValid() ? m_delegate->hit(point - visualRect(index).topLeft(), index)
                           : MessageHit();
}

void MessageList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const MessageHit hit = hitAt(point);
    const QString id = indexAt(point).data(MessageIdRole).toString();
    if (hit.kind == MessageHit::Kind::Link)
        QDesktopServices::openUrl(hit.link);
    else if (hit.kind == MessageHit::Kind::Retry)
        Q_EMIT retryRequested(id);
    else if (hit.kind == MessageHit::Kind::Discard)
        Q_EMIT discardRequested(id);
}

void MessageList::mouseMoveEvent(QMouseEvent *event)
{
    using Kind = MessageHit::Kind;
    QListView::mouseMoveEvent(event);
    const Kind kind = hitAt(event->position().toPoint()).kind;
    const bool active = kind == Kind::Link || kind == Kind::Retry || kind == Kind::Discard;
    viewport()->setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool MessageList::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QListView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QModelIndex index = indexAt(help->pos());
    const MessageHit hit = hitAt(help->pos());
    QString tip;
    if (hit.kind == MessageHit::Kind::Link)
        tip = hit.link.toString();
    else if (hit.kind == MessageHit::Kind::Time)
        tip = fullTime(index.data(TimeRole).toDateTime());
    else if (index.isValid() && isFailed(index))
        tip = index.data(FailureRole).toString();
    QToolTip::showText(help->globalPos(), tip.toHtmlEscaped(), viewport());
    return true;
}

void MessageList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (!selectionModel()->isSelected(index))
        setCurrentIndex(index);
    QMenu *menu = menuFor(index, byKey ? MessageHit() : hitAt(event->pos()));
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

QMenu *MessageList::menuFor(const QModelIndex &index, const MessageHit &hit)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"messageMenu"_s);
    const QString id = index.data(MessageIdRole).toString();
    if (isFailed(index)) {
        menu->addAction(themedIcon(u"retry"_s, Colour::Text), tr("&Retry"), this,
                        [this, id] { Q_EMIT retryRequested(id); });
        menu->addAction(themedIcon(u"trash"_s, Colour::Text), tr("&Discard"), this,
                        [this, id] { Q_EMIT discardRequested(id); });
        menu->addSeparator();
    }
    menu->addAction(themedIcon(u"copy"_s, Colour::Text), tr("&Copy"), this,
                    &MessageList::copySelection);
    if (hit.kind == MessageHit::Kind::Link) {
        menu->addAction(themedIcon(u"link"_s, Colour::Text), tr("Copy &address"), this,
                        [link = hit.link] { copyText(link.toString()); });
        menu->addAction(tr("&Open in the browser"), this,
                        [link = hit.link] { QDesktopServices::openUrl(link); });
    }
    return menu;
}

} // namespace samsa::ui

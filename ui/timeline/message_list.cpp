// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_list.h"

#include "ui/theme/time_text.h"
#include "ui/timeline/message_actions.h"
#include "ui/timeline/message_clipboard.h"
#include "ui/timeline/message_delegate.h"
#include "ui/timeline/message_menu.h"
#include "ui/timeline/timeline_model.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <utility>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int wheelStep = 26;

bool isFailed(const QModelIndex &index)
{
    return index.data(StateRole).toInt() == static_cast<int>(MessageState::Failed);
}

bool isStep(int key)
{
    return key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp
        || key == Qt::Key_PageDown;
}

} // namespace

MessageList::MessageList(QWidget *parent)
    : RowList(parent)
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
    setRowActions([this](const QModelIndex &row) { return messageActions(this, row); });
    RowList::setModel(m_timelineModel);
    connect(m_timelineModel, &QAbstractItemModel::dataChanged, this, &MessageList::relayout);
}

void MessageList::setModel(QAbstractItemModel *messages)
{
    m_timelineModel->setSourceModel(messages);
    relayout();
}

void MessageList::setFirstUnread(qint64 position)
{
    m_delegate->setFirstUnread(position);
    m_timelineModel->setFirstUnread(position);
    relayout();
}

void MessageList::setEdges(int above, int below, bool startsRoom)
{
    m_delegate->setEdges(above, below, startsRoom);
    m_timelineModel->setStartsRoom(startsRoom);
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

QModelIndexList MessageList::rowsToCopy() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.isEmpty() && currentIndex().isValid())
        rows.append(currentIndex());
    rows.removeIf([](const QModelIndex &row) { return row.data(DeletedRole).toBool(); });
    return rows;
}

void MessageList::copySelection() const
{
    copyMessages(rowsToCopy());
}

QList<QUrl> MessageList::linksOf(const QModelIndex &row) const
{
    QList<QUrl> links;
    for (const MessageLink &link : m_delegate->layoutOf(row).links())
        if (!links.contains(link.url))
            links.append(link.url);
    return links;
}

void MessageList::changeEvent(QEvent *event)
{
    RowList::changeEvent(event);
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
    RowList::focusInEvent(event);
}

void MessageList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool menu = event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier;
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (current.isValid() && enter && !event->isAutoRepeat()) {
        activate(current);
    } else if (current.isValid() && isFailed(current)
               && (event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace)) {
        Q_EMIT discardRequested(current.data(MessageIdRole).toString());
    } else if (current.isValid() && menu) {
        openMenuByKey(current);
    } else {
        if (!current.isValid() && isStep(event->key()))
            startKeys();
        RowList::keyPressEvent(event);
        if (currentIndex() != current && currentIndex().isValid())
            scrollTo(currentIndex());
        return;
    }
    event->accept();
}

void MessageList::activate(const QModelIndex &row)
{
    if (isFailed(row)) {
        Q_EMIT retryRequested(row.data(MessageIdRole).toString());
        return;
    }
    const QList<QUrl> links = linksOf(row);
    if (links.size() == 1) {
        QDesktopServices::openUrl(links.constFirst());
    } else if (links.size() > 1) {
        auto *menu = new MessageMenu(this);
        menu->addAddresses(links);
        menu->setActiveAction(menu->actions().constFirst());
        scrollTo(row);
        menu->popup(viewport()->mapToGlobal(textRect(row).center()));
    }
}

MessageList::Target MessageList::targetAt(const QPoint &point) const
{
    const QModelIndex row = indexAt(point);
    if (!row.isValid())
        return {};
    const MessageHit hit = m_delegate->hit(point - visualRect(row).topLeft(), row);
    return {row.data(MessageIdRole).toString(), hit};
}

void MessageList::mousePressEvent(QMouseEvent *event)
{
    RowList::mousePressEvent(event);
    m_pressed.reset();
    if (event->button() == Qt::LeftButton) {
        m_pressedAt = event->position().toPoint();
        m_pressed = targetAt(m_pressedAt);
    }
}

void MessageList::mouseDoubleClickEvent(QMouseEvent *event)
{
    RowList::mouseDoubleClickEvent(event);
    m_pressed.reset(); // the first click has done it
}

void MessageList::mouseReleaseEvent(QMouseEvent *event)
{
    RowList::mouseReleaseEvent(event);
    const std::optional<Target> pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() != Qt::LeftButton || !pressed
        || targetAt(event->position().toPoint()) != *pressed)
        return;
    if (pressed->hit.kind == MessageHit::Kind::Link)
        QDesktopServices::openUrl(pressed->hit.link);
    else if (pressed->hit.kind == MessageHit::Kind::Retry)
        Q_EMIT retryRequested(pressed->messageId);
    else if (pressed->hit.kind == MessageHit::Kind::Discard)
        Q_EMIT discardRequested(pressed->messageId);
}

void MessageList::mouseMoveEvent(QMouseEvent *event)
{
    using Kind = MessageHit::Kind;
    RowList::mouseMoveEvent(event);
    const QPoint point = event->position().toPoint();
    if ((point - m_pressedAt).manhattanLength() >= QApplication::startDragDistance())
        m_pressed.reset(); // a drag, wherever it ends
    const Kind kind = targetAt(point).hit.kind;
    const bool active = kind == Kind::Link || kind == Kind::Retry || kind == Kind::Discard;
    viewport()->setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MessageList::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard)
        openMenuByKey(currentIndex());
    else if (const QModelIndex row = indexAt(event->pos()); row.isValid())
        openMenu(row, targetAt(event->pos()).hit, event->globalPos());
}

void MessageList::openMenuByKey(const QModelIndex &row)
{
    if (!row.isValid())
        return;
    scrollTo(row);
    openMenu(row, {}, viewport()->mapToGlobal(textRect(row).center()));
}

void MessageList::openMenu(const QModelIndex &row, const MessageHit &hit, const QPoint &where)
{
    // Some platforms make a wish for a menu of a key that has opened one already.
    if (const auto *open = findChild<MessageMenu *>(); open != nullptr && open->isVisible())
        return;
    if (!selectionModel()->isSelected(row))
        setCurrentIndex(row);
    const QString id = row.data(MessageIdRole).toString();
    const auto messages = static_cast<int>(rowsToCopy().size());
    const QList<QUrl> links =
        hit.kind == MessageHit::Kind::Link ? QList<QUrl> {hit.link} : linksOf(row);
    if (!isFailed(row) && messages == 0 && links.isEmpty())
        return; // it was deleted
    auto *menu = new MessageMenu(this);
    if (isFailed(row))
        menu->addFailureActions();
    if (messages > 0)
        menu->addCopyAction(messages);
    menu->addLinkActions(links);
    connect(menu, &MessageMenu::retryChosen, this, [this, id] { Q_EMIT retryRequested(id); });
    connect(menu, &MessageMenu::discardChosen, this, [this, id] { Q_EMIT discardRequested(id); });
    connect(menu, &MessageMenu::copyChosen, this, &MessageList::copySelection);
    menu->popup(where);
}

bool MessageList::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return RowList::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QModelIndex index = indexAt(help->pos());
    const MessageHit hit = targetAt(help->pos()).hit;
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

} // namespace samsa::ui

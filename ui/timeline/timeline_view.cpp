// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/timeline_view.h"

#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"
#include "ui/theme/time_text.h"
#include "ui/timeline/message_actions.h"
#include "ui/timeline/message_clipboard.h"
#include "ui/timeline/message_delegate.h"
#include "ui/timeline/timeline_model.h"

#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QToolTip>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int bottomSlack = 4; // pixels from the end that still count as the end
constexpr int wheelStep = 26;
constexpr qint64 askAgainAfter = 1000; // ms; the first question may have failed

bool isFailed(const QModelIndex &index)
{
    return index.data(StateRole).toInt() == static_cast<int>(MessageState::Failed);
}

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : RowList(parent)
    , m_delegate(new MessageDelegate(this))
    , m_timelineModel(new TimelineModel(this))
    , m_jump(new QPushButton(this))
{
    setObjectName(u"timeline"_s);
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

    m_jump->setObjectName(u"jumpButton"_s);
    setStyleClass(m_jump, "jump");
    m_jump->setAccessibleName(tr("To the newest"));
    m_jump->setFocusPolicy(Qt::TabFocus);
    m_jump->hide();
    connect(m_jump, &QPushButton::clicked, this, &TimelineView::scrollToNewest);

    m_delegate->setFont(font());
    m_delegate->setModel(m_timelineModel); // before the view: it must know of changes first
    setItemDelegate(m_delegate);
    setRowActions([this](const QModelIndex &index) { return messageActions(this, index); });
    QListView::setModel(m_timelineModel);
    connect(m_timelineModel, &QAbstractItemModel::rowsInserted, this, &TimelineView::rowsAppeared);
    connect(m_timelineModel, &QAbstractItemModel::dataChanged, this, &TimelineView::relayout);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TimelineView::scrolled);
    updateJumpButton();
}

TimelineView::~TimelineView() = default;

void TimelineView::setModel(QAbstractItemModel *messages)
{
    m_anchor = QPersistentModelIndex();
    m_atBottom = true;
    m_newBelow = false;
    m_olderAskedFor.clear();
    m_timelineModel->setSourceModel(messages);
    relayout();
}

void TimelineView::setFirstUnreadPosition(qint64 position)
{
    m_delegate->setFirstUnread(position);
    m_timelineModel->setFirstUnread(position);
    relayout();
}

qint64 TimelineView::firstUnreadPosition() const
{
    return m_delegate->firstUnread();
}

bool TimelineView::isAtBottom() const
{
    return m_atBottom;
}

void TimelineView::relayout()
{
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void TimelineView::doItemsLayout()
{
    if (m_layingOut)
        return;
    m_layingOut = true;
    const bool widthChanged = viewport()->width() != m_delegate->width();
    m_delegate->setWidth(viewport()->width());
    QListView::doItemsLayout();
    // The scroll bar may just have come or gone.
    if (viewport()->width() != m_delegate->width()) {
        m_delegate->setWidth(viewport()->width());
        QListView::doItemsLayout();
    }
    restoreAnchor(widthChanged);
    m_layingOut = false;
    rememberAnchor();
    updateJumpButton();
    askForOlder();
    tellNewestShown();
}

void TimelineView::restoreAnchor(bool widthChanged)
{
    QScrollBar *bar = verticalScrollBar();
    if (m_atBottom) {
        bar->setValue(bar->maximum());
        return;
    }
    if (!m_anchor.isValid())
        return;
    // A message may lose the day or the name above it to an older one: what must stay is its text,
    // hence the row's lower edge. With another width the text itself is higher or lower.
    const QRect now = visualRect(m_anchor);
    bar->setValue(bar->value()
                  + (widthChanged ? now.top() - m_anchorTop : now.bottom() - m_anchorBottom));
}

void TimelineView::rememberAnchor()
{
    const QScrollBar *bar = verticalScrollBar();
    m_atBottom = bar->value() >= bar->maximum() - bottomSlack;
    const QModelIndex first = indexAt(QPoint(viewport()->width() / 2, 0));
    m_anchor = first;
    const QRect place = visualRect(first);
    m_anchorTop = place.top();
    m_anchorBottom = place.bottom();
    if (m_atBottom)
        m_newBelow = false;
}

void TimelineView::scrolled()
{
    if (m_layingOut)
        return;
    rememberAnchor();
    updateJumpButton();
    askForOlder();
    tellNewestShown();
}

void TimelineView::scrollToNewest()
{
    m_atBottom = true;
    m_newBelow = false;
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    updateJumpButton();
}

void TimelineView::askForOlder()
{
    if (!isVisible() || m_timelineModel->rowCount() == 0
        || verticalScrollBar()->value() > 2 * viewport()->height())
        return;
    const QString first = m_timelineModel->index(0, 0).data(MessageIdRole).toString();
    if (first == m_olderAskedFor && m_sinceAsked.elapsed() < askAgainAfter)
        return;
    m_olderAskedFor = first;
    m_sinceAsked.start();
    Q_EMIT olderNeeded();
}

void TimelineView::tellNewestShown()
{
    if (m_atBottom && isVisible() && m_timelineModel->rowCount() > 0)
        Q_EMIT newestShown();
}

void TimelineView::rowsAppeared(const QModelIndex &, int first, int last)
{
    if (last != m_timelineModel->rowCount() - 1)
        return;
    // What one has just written oneself, one wants to see.
    const QModelIndex newest = m_timelineModel->index(last, 0);
    const bool written = newest.data(OwnRole).toBool()
        && newest.data(StateRole).toInt() == static_cast<int>(MessageState::Pending);
    if (written && first > 0) {
        m_atBottom = true;
    } else if (!m_atBottom) {
        m_newBelow = true;
        updateJumpButton();
    }
}

void TimelineView::updateJumpButton()
{
    if (m_atBottom) {
        m_jump->hide();
        return;
    }
    const QString text = m_newBelow ? tr("New messages") : tr("To the newest");
    if (m_jump->text() != text || m_jump->icon().isNull()) {
        m_jump->setText(text);
        m_jump->setAccessibleName(text);
        m_jump->setIcon(themedIcon(u"arrow-down"_s, Colour::AccentText));
    }
    const QSize size = m_jump->sizeHint();
    m_jump->setGeometry((viewport()->width() - size.width()) / 2,
                        viewport()->geometry().bottom() - size.height() - 8, size.width(),
                        size.height());
    m_jump->show();
    m_jump->raise();
}

void TimelineView::copySelection() const
{
    copyMessages(selectionModel()->selectedRows());
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    if (m_layingOut)
        return;
    if (viewport()->width() != m_delegate->width())
        relayout();
    else if (m_atBottom)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    updateJumpButton();
}

void TimelineView::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    relayout();
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    // The keys start at the newest message, where the base class would take the oldest.
    if (!currentIndex().isValid() && m_timelineModel->rowCount() > 0)
        selectionModel()->setCurrentIndex(
            m_timelineModel->index(m_timelineModel->rowCount() - 1, 0),
            QItemSelectionModel::NoUpdate);
    QListView::focusInEvent(event);
}

void TimelineView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (m_delegate == nullptr)
        return;
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange
        || event->type() == QEvent::LanguageChange) {
        m_delegate->setFont(font());
        relayout();
    } else if (event->type() == QEvent::PaletteChange) {
        m_jump->setIcon({});
        updateJumpButton();
        viewport()->update();
    }
}

void TimelineView::keyPressEvent(QKeyEvent *event)
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
    } else if (event->key() == Qt::Key_Home) {
        verticalScrollBar()->setValue(verticalScrollBar()->minimum());
    } else if (event->key() == Qt::Key_End) {
        scrollToNewest();
    } else {
        QListView::keyPressEvent(event);
        if (currentIndex() != current && currentIndex().isValid())
            scrollTo(currentIndex());
        return;
    }
    event->accept();
}

MessageHit TimelineView::hitAt(const QPoint &point) const
{
    const QModelIndex index = indexAt(point);
    return index.isValid() ? m_delegate->hit(point - visualRect(index).topLeft(), index)
                           : MessageHit();
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
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

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    using Kind = MessageHit::Kind;
    QListView::mouseMoveEvent(event);
    const Kind kind = hitAt(event->position().toPoint()).kind;
    const bool active = kind == Kind::Link || kind == Kind::Retry || kind == Kind::Discard;
    viewport()->setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool TimelineView::viewportEvent(QEvent *event)
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

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
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

QMenu *TimelineView::menuFor(const QModelIndex &index, const MessageHit &hit)
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
                    &TimelineView::copySelection);
    if (hit.kind == MessageHit::Kind::Link) {
        menu->addAction(themedIcon(u"link"_s, Colour::Text), tr("Copy &address"), this,
                        [link = hit.link] { copyText(link.toString()); });
        menu->addAction(tr("&Open in the browser"), this,
                        [link = hit.link] { QDesktopServices::openUrl(link); });
    }
    return menu;
}

} // namespace samsa::ui

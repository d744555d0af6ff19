// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_layout.h"
#include "ui/widgets/row_list.h"

#include <QElapsedTimer>
#include <QPersistentModelIndex>

class QMenu;
class QPushButton;

namespace samsa::ui {

class MessageDelegate;
class TimelineModel;

/// A room's messages, oldest first, by the roles of message_roles.h. At the bottom it stays at the
/// bottom; elsewhere what the person looks at stays at the same pixel, whatever is inserted above
/// or below, and a button leads to what is new. Heights of rows are exact and cached, so the scroll
/// bar never jumps.
///
/// The view puts a proxy of its own over the model, for the accessible text; the rows are the same.
/// Thread: the GUI's. Cost: a change of n rows lays out the text of n rows; a change of the width
/// lays out again only those that wrap.
class TimelineView : public RowList
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);
    ~TimelineView() override;

    /// Not owned; nullptr for none.
    void setModel(QAbstractItemModel *messages) override;

    /// Draws the "new messages" line above the first message at or behind it; 0 for no line.
    void setFirstUnreadPosition(qint64 position);
    qint64 firstUnreadPosition() const;

    bool isAtBottom() const;
    MessageDelegate *messageDelegate() const { return m_delegate; }

    void doItemsLayout() override;

public Q_SLOTS:
    void scrollToNewest();
    /// The text of the chosen message; of several, each with nickname and time.
    void copySelection() const;

Q_SIGNALS:
    /// Near the top: older messages would be welcome. Once for each first message that there is,
    /// and again, at most every second, when one scrolls there and none have come.
    void olderNeeded();
    void retryRequested(const QString &messageId);
    void discardRequested(const QString &messageId);
    /// The last message is in sight.
    void newestShown();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void scrolled();
    void rememberAnchor();
    void restoreAnchor(bool widthChanged);
    void askForOlder();
    void tellNewestShown();
    void updateJumpButton();
    void rowsAppeared(const QModelIndex &parent, int first, int last);
    void relayout();
    MessageHit hitAt(const QPoint &point) const;
    QMenu *menuFor(const QModelIndex &index, const MessageHit &hit);

    MessageDelegate *m_delegate = nullptr;
    TimelineModel *m_timelineModel = nullptr;
    QPushButton *m_jump = nullptr;
    QPersistentModelIndex m_anchor; // the first row in sight
    int m_anchorTop = 0; // in the viewport
    int m_anchorBottom = 0;
    bool m_atBottom = true;
    bool m_layingOut = false;
    bool m_newBelow = false;
    QString m_olderAskedFor; // the first message's id when older ones were asked for
    QElapsedTimer m_sinceAsked;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_layout.h"
#include "ui/widgets/row_list.h"

#include <optional>

namespace samsa::ui {

class MessageDelegate;
class TimelineModel;

/// Messages in rows, by the roles of message_roles.h, and what one can do with each: copy it, open
/// what it links to, send it again or throw it away; by mouse, by keys and by a menu. The mouse
/// acts where it was pressed and released, without a drag between. Heights of rows are exact and
/// cached.
///
/// The list puts a proxy of its own over the model, for the accessible text; the rows are the same.
/// Thread: the GUI's. Cost: a change of n rows lays out the text of n rows; a change of the width
/// lays out again only those that wrap.
class MessageList : public RowList
{
    Q_OBJECT
public:
    explicit MessageList(QWidget *parent = nullptr);

    /// Not owned; nullptr for none.
    void setModel(QAbstractItemModel *messages) override;

    MessageDelegate *messageDelegate() const { return m_delegate; }
    /// Of the message that is the first new one, for the line above it; 0 for none.
    void setFirstUnread(qint64 position);
    /// See MessageHeights::setEdges().
    void setEdges(int above, int below, bool startsRoom);
    /// The bubble of a row, in the viewport.
    QRect textRect(const QModelIndex &row) const;
    /// Invalid when there is no such message. Cost: one data() a row.
    QModelIndex rowOf(const QString &messageId) const;

public Q_SLOTS:
    /// The text of the chosen message, or of the one that the keys are on if none is; of several,
    /// each with nickname and time.
    void copySelection() const;

Q_SIGNALS:
    void retryRequested(const QString &messageId);
    void discardRequested(const QString &messageId);

protected:
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

    void relayout();

private:
    // What the mouse is on, wherever it is by now.
    struct Target
    {
        QString messageId;
        MessageHit hit;

        bool operator==(const Target &) const = default;
    };

    QModelIndex lastInSight() const;
    void startKeys();
    QModelIndexList rowsToCopy() const;
    QList<QUrl> linksOf(const QModelIndex &row) const;
    Target targetAt(const QPoint &point) const;
    void activate(const QModelIndex &row);
    void openMenu(const QModelIndex &row, const MessageHit &hit, const QPoint &where);
    void openMenuByKey(const QModelIndex &row);

    MessageDelegate *m_delegate = nullptr;
    TimelineModel *m_timelineModel = nullptr;
    std::optional<Target> m_pressed; // nothing once the mouse has dragged
    QPoint m_pressedAt;
};

} // namespace samsa::ui

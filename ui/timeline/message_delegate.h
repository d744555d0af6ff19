// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_layout.h"

#include <QCache>
#include <QStyledItemDelegate>

namespace samsa::ui {

class MessageHeights;

/// A row of the timeline. Laying out and painting are apart: heights of all rows are kept as
/// numbers, the layouts of the few hundred rows looked at last as they are. Needs to be told the
/// view's width, font and first unread position. Thread: the GUI's.
class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit MessageDelegate(QObject *parent = nullptr);

    void setModel(QAbstractItemModel *model);
    void setFont(const QFont &font);
    void setWidth(int width);
    int width() const { return m_width; }
    void setFirstUnread(qint64 position);
    qint64 firstUnread() const;
    /// See MessageHeights::setEdges().
    void setEdges(int above, int below, bool startsRoom);
    const MessageStyle &messageStyle() const { return m_style; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// \a point in the row's coordinates.
    MessageHit hit(const QPoint &point, const QModelIndex &index) const;
    /// Valid until the next call of anything here.
    const MessageLayout &layoutOf(const QModelIndex &index) const;

private:
    MessageStyle m_style;
    int m_width = 0;
    MessageHeights *m_heights = nullptr;
    mutable QCache<QString, MessageLayout> m_layouts; // by message id
};

} // namespace samsa::ui

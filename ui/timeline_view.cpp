// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline_view.h"

#include <QScrollBar>

namespace samsa::ui {

TimelineView::TimelineView(QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("timeline"));
    setVerticalScrollMode(ScrollPerPixel);
}

void TimelineView::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
}

void TimelineView::setFirstUnreadPosition(qint64 position)
{
    Q_UNUSED(position)
}

bool TimelineView::isAtBottom() const
{
    return verticalScrollBar()->value() == verticalScrollBar()->maximum();
}

} // namespace samsa::ui

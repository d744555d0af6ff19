// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/row_list.h"

#include "ui/widgets/accessible_rows.h"

#include <QAccessible>
#include <QEvent>

namespace samsa::ui {

RowList::RowList(QWidget *parent)
    : QListView(parent)
{
    [[maybe_unused]] static const bool once = [] {
        QAccessible::installFactory(makeAccessibleRows);
        return true;
    }();
}

QList<RowAction> RowList::rowActions(const QModelIndex &index) const
{
    return m_actionsOf ? m_actionsOf(index) : QList<RowAction>();
}

bool RowList::event(QEvent *event)
{
    const bool known = QListView::event(event);
    // Queued: QWidget says the list itself after this event.
    if (event->type() == QEvent::FocusIn)
        QMetaObject::invokeMethod(this, &RowList::sayRow, Qt::QueuedConnection);
    return known;
}

void RowList::sayRow() const
{
    if (!hasFocus() || !currentIndex().isValid())
        return;
    QAccessibleEvent focus(const_cast<RowList *>(this), QAccessible::Focus);
    focus.setChild(currentIndex().row());
    QAccessible::updateAccessibility(&focus);
}

} // namespace samsa::ui

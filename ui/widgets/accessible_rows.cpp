// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/accessible_rows.h"

#include "ui/widgets/row_list.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include <algorithm>

namespace samsa::ui {

namespace {

class AccessibleRow : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessibleRow(RowList *list, const QModelIndex &index)
        : m_list(list)
        , m_index(index)
    {
    }

    const QPersistentModelIndex &index() const { return m_index; }

    bool isValid() const override
    {
        const QAccessibleInterface *const list = parent();
        return m_index.isValid() && list != nullptr && list->isValid();
    }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return isValid() ? parent()->window() : nullptr; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_list);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QRect rect() const override;
    QAccessible::State state() const override;
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}

    QStringList actionNames() const override;
    QString localizedActionName(const QString &name) const override { return name; }
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
            ? static_cast<QAccessibleActionInterface *>(this)
            : nullptr;
    }

private:
    QPointer<RowList> m_list;
    QPersistentModelIndex m_index;
};

/// Rows are made when they are asked for and stay as long as their messages or rooms do.
class AccessibleRows : public QAccessibleWidget
{
public:
    explicit AccessibleRows(RowList *list)
        : QAccessibleWidget(list, QAccessible::List)
    {
    }
    ~AccessibleRows() override
    {
        for (const QAccessible::Id row : std::as_const(m_rows))
            QAccessible::deleteAccessibleInterface(row);
    }
    Q_DISABLE_COPY_MOVE(AccessibleRows)

    int childCount() const override;
    QAccessibleInterface *child(int number) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;

private:
    RowList *list() const { return static_cast<RowList *>(widget()); }
    QAccessibleInterface *rowAt(const QModelIndex &index) const;
    void forgetRemoved() const;

    mutable QHash<QPersistentModelIndex, QAccessible::Id> m_rows;
};

QRect AccessibleRow::rect() const
{
    if (!isValid() || !m_list->isVisible())
        return {};
    const QRect row = m_list->visualRect(m_index);
    return {m_list->viewport()->mapToGlobal(row.topLeft()), row.size()};
}

QAccessible::State AccessibleRow::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.focused = m_list->hasFocus() && m_list->currentIndex() == m_index;
    state.selectable = m_list->selectionMode() != QAbstractItemView::NoSelection;
    state.selected = m_list->selectionModel()->isSelected(m_index);
    state.invisible = !m_list->isVisible();
    state.offscreen = !m_list->viewport()->rect().intersects(m_list->visualRect(m_index));
    return state;
}

QString AccessibleRow::text(QAccessible::Text kind) const
{
    if (!isValid() || (kind != QAccessible::Name && kind != QAccessible::Description))
        return {};
    if (kind == QAccessible::Description)
        return m_index.data(Qt::AccessibleDescriptionRole).toString();
    const QString said = m_index.data(Qt::AccessibleTextRole).toString();
    return said.isEmpty() ? m_index.data(Qt::DisplayRole).toString() : said;
}

QStringList AccessibleRow::actionNames() const
{
    QStringList names;
    if (isValid())
        for (const RowAction &action : m_list->rowActions(m_index))
            names.append(action.name);
    return names;
}

void AccessibleRow::doAction(const QString &name)
{
    const QList<RowAction> actions = isValid() ? m_list->rowActions(m_index) : QList<RowAction>();
    const auto action = std::find_if(actions.begin(), actions.end(),
                                     [&name](const RowAction &one) { return one.name == name; });
    if (action != actions.end())
        action->run();
}

int AccessibleRows::childCount() const
{
    return list()->model() != nullptr ? list()->model()->rowCount() : 0;
}

QAccessibleInterface *AccessibleRows::child(int number) const
{
    return number >= 0 && number < childCount() ? rowAt(list()->model()->index(number, 0))
                                                : nullptr;
}

QAccessibleInterface *AccessibleRows::childAt(int x, int y) const
{
    return rowAt(list()->indexAt(list()->viewport()->mapFromGlobal(QPoint(x, y))));
}

int AccessibleRows::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *const row = dynamic_cast<const AccessibleRow *>(child);
    return row != nullptr && row->isValid() && row->parent() == this ? row->index().row() : -1;
}

QAccessibleInterface *AccessibleRows::focusChild() const
{
    return list()->hasFocus() ? rowAt(list()->currentIndex()) : nullptr;
}

QAccessibleInterface *AccessibleRows::rowAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    if (const QAccessible::Id known = m_rows.value(index); known != 0)
        return QAccessible::accessibleInterface(known);
    if (m_rows.size() >= childCount())
        forgetRemoved();
    auto *const row = new AccessibleRow(list(), index); // the registry owns it
    m_rows.insert(index, QAccessible::registerAccessibleInterface(row));
    return row;
}

void AccessibleRows::forgetRemoved() const
{
    for (auto row = m_rows.begin(); row != m_rows.end();) {
        if (row.key().isValid()) {
            ++row;
        } else {
            QAccessible::deleteAccessibleInterface(row.value());
            row = m_rows.erase(row);
        }
    }
}

} // namespace

QAccessibleInterface *makeAccessibleRows(const QString &className, QObject *object)
{
    if (className != QLatin1String(RowList::staticMetaObject.className()))
        return nullptr;
    return new AccessibleRows(static_cast<RowList *>(object));
}

} // namespace samsa::ui

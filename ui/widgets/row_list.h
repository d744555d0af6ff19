// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListView>

#include <functional>

namespace samsa::ui {

/// What can be done with a row, for those who have no pointer.
struct RowAction
{
    QString name; ///< Unique in its row; in the person's language: AT-SPI has it read as it is.
    std::function<void()> run;
};

/// A list that assistive technology gets by its rows: when the list takes the focus its current row
/// is what is said last, and a row's actions are those that it has, where QListView would offer to
/// toggle each. One column. Thread: the GUI's. Cost: for each row that was asked about, two words.
class RowList : public QListView
{
    Q_OBJECT
public:
    using ActionsOf = std::function<QList<RowAction>(const QModelIndex &)>;

    explicit RowList(QWidget *parent = nullptr);

    /// Asked each time when actions are listed or done; without it rows have none.
    void setRowActions(ActionsOf actionsOf) { m_actionsOf = std::move(actionsOf); }
    QList<RowAction> rowActions(const QModelIndex &index) const;

protected:
    bool event(QEvent *event) override;

private:
    void sayRow() const;

    ActionsOf m_actionsOf;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSortFilterProxyModel>

namespace samsa::ui {

/// The rooms whose name holds what was typed, newest activity first and then by name; with the
/// accessible text of each. Thread: the GUI's.
class RoomFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit RoomFilterModel(QObject *parent = nullptr);

    void setFilterText(const QString &text);
    QString filterText() const { return m_filterText; }
    QModelIndex indexOfRoom(const QString &id) const;

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString accessibleText(const QModelIndex &index) const;

    QString m_filterText;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIdentityProxyModel>

namespace samsa::ui {

/// A model of messages with what assistive technology reads for each: "Ann, 10:42: hello, sent",
/// and before it the day and the "new messages" line where they stand above it. Thread: the GUI's.
/// Cost: nothing until a row is asked for.
class TimelineModel : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    /// The "new messages" line is above the first message at or behind it; 0 for no line.
    void setFirstUnread(qint64 position) { m_firstUnread = position; }
    /// Whether nothing comes before the first row.
    void setStartsRoom(bool startsRoom) { m_startsRoom = startsRoom; }

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString accessibleText(const QModelIndex &index) const;
    QString messageText(const QModelIndex &index) const;

    qint64 m_firstUnread = 0;
    bool m_startsRoom = true;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_layout.h"

#include <QObject>

#include <vector>

class QAbstractItemModel;

namespace samsa::ui {

/// The exact height of every row of a model, each found once: what the view asks for all rows at
/// every change costs a table look-up. Follows the model's changes by its signals, so it must be
/// given the model before the view is. A new width keeps what is known of texts on one line.
/// Thread: the GUI's. Cost: 16 bytes a row.
class MessageHeights : public QObject
{
    Q_OBJECT
public:
    explicit MessageHeights(QObject *parent = nullptr);

    /// Not owned; lives as long as this, or until another one is set.
    void setModel(QAbstractItemModel *model);
    void setStyle(const MessageStyle &style);
    void setWidth(int width);
    void setFirstUnread(qint64 position);
    qint64 firstUnread() const { return m_firstUnread; }
    /// Room above the first and below the last row; and whether the first row is the room's.
    void setEdges(int above, int below, bool startsRoom);

    MessagePlace placeOf(const QModelIndex &index) const;

    int heightOf(const QModelIndex &index);

private:
    struct Row
    {
        LineMeasure line;
        bool measured = false;
        int height = -1;
    };

    void inserted(int first, int last);
    void removed(int first, int last);
    void changed(int first, int last);
    void forgetRow(int row);
    void forgetAll();
    int findHeight(const QModelIndex &index, Row &row) const;

    QAbstractItemModel *m_model = nullptr;
    MessageStyle m_style;
    int m_width = 0;
    qint64 m_firstUnread = 0;
    int m_above = 0;
    int m_below = 0;
    bool m_startsRoom = true;
    std::vector<Row> m_rows;
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/reading_place.h"

#include "ui/timeline/message_list.h"
#include "ui/timeline/message_roles.h"

#include <algorithm>

namespace samsa::ui {

void ReadingPlace::remember(const MessageList &list)
{
    QList<Text> texts;
    const int height = list.viewport()->height();
    QModelIndex row = list.indexAt(QPoint(list.viewport()->width() / 2, 0));
    while (row.isValid() && list.visualRect(row).top() < height) {
        const QRect text = list.textRect(row);
        texts.append({row, row.data(MessageIdRole).toString(), text.top(), text.bottom()});
        row = row.siblingAtRow(row.row() + 1);
    }
    if (!texts.isEmpty())
        m_texts = texts;
}

void ReadingPlace::lookAt(const QModelIndex &row, int offset)
{
    m_texts = {{row, row.data(MessageIdRole).toString(), offset, {}}};
}

bool ReadingPlace::holds(const QModelIndex &row) const
{
    return std::any_of(m_texts.cbegin(), m_texts.cend(),
                       [&row](const Text &text) { return text.row == row; });
}

std::optional<int> ReadingPlace::drift(const MessageList &list, bool widthChanged) const
{
    for (const Text &text : m_texts) {
        QModelIndex row = text.row;
        if (!row.isValid())
            row = list.rowOf(text.id);
        if (!row.isValid())
            continue;
        const QRect now = list.textRect(row);
        return widthChanged || !text.bottom ? now.top() - text.top : now.bottom() - *text.bottom;
    }
    return {};
}

Anchor ReadingPlace::anchor() const
{
    if (m_texts.isEmpty())
        return {};
    return {m_texts.constFirst().id, m_texts.constFirst().top, false};
}

} // namespace samsa::ui

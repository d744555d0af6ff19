// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_heights.h"

#include <QAbstractItemModel>

namespace samsa::ui {

MessageHeights::MessageHeights(QObject *parent)
    : QObject(parent)
{
}

void MessageHeights::setModel(QAbstractItemModel *model)
{
    if (m_model != nullptr)
        m_model->disconnect(this);
    m_model = model;
    forgetAll();
    if (model == nullptr)
        return;
    using Model = QAbstractItemModel;
    connect(model, &Model::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { inserted(first, last); });
    connect(model, &Model::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { removed(first, last); });
    connect(model, &Model::dataChanged, this,
            [this](const QModelIndex &topLeft, const QModelIndex &bottomRight) {
                changed(topLeft.row(), bottomRight.row());
            });
    connect(model, &Model::rowsMoved, this, &MessageHeights::forgetAll);
    connect(model, &Model::layoutChanged, this, &MessageHeights::forgetAll);
    connect(model, &Model::modelReset, this, &MessageHeights::forgetAll);
}

void MessageHeights::setStyle(const MessageStyle &style)
{
    m_style = style;
    forgetAll();
}

void MessageHeights::setWidth(int width)
{
    if (m_width == width)
        return;
    const bool sameText = m_style.textWidth(width) == m_style.textWidth(m_width);
    m_width = width;
    if (sameText)
        return;
    for (Row &row : m_rows)
        row.height = -1;
}

void MessageHeights::setFirstUnread(qint64 position)
{
    if (m_firstUnread == position)
        return;
    const int before = m_model != nullptr ? firstUnreadRow(*m_model, m_firstUnread) : -1;
    const int after = m_model != nullptr ? firstUnreadRow(*m_model, position) : -1;
    m_firstUnread = position;
    for (const int row : {before, after})
        forgetRow(row);
}

void MessageHeights::setEdges(int above, int below, bool startsRoom)
{
    if (m_above == above && m_below == below && m_startsRoom == startsRoom)
        return;
    m_above = above;
    m_below = below;
    m_startsRoom = startsRoom;
    forgetRow(0);
    forgetRow(static_cast<int>(m_rows.size()) - 1);
}

MessagePlace MessageHeights::placeOf(const QModelIndex &index) const
{
    MessagePlace place = messagePlace(index, m_firstUnread, m_startsRoom);
    if (index.row() == 0)
        place.edgeAbove = m_above;
    if (place.isLast)
        place.edgeBelow = m_below;
    return place;
}

int MessageHeights::heightOf(const QModelIndex &index)
{
    const auto number = static_cast<std::size_t>(index.row());
    // A view may ask before the model's signal has come here.
    if (m_model != nullptr && m_rows.size() != static_cast<std::size_t>(m_model->rowCount()))
        forgetAll();
    if (number >= m_rows.size())
        return 0;
    Row &row = m_rows[number];
    if (row.height < 0)
        row.height = findHeight(index, row);
    return row.height;
}

int MessageHeights::findHeight(const QModelIndex &index, Row &row) const
{
    MessageContent content = messageContent(index);
    const MessagePlace place = placeOf(index);
    if (!row.measured) {
        row.line = MessageLayout::measureLine(content, m_style);
        row.measured = true;
    }
    const int height = MessageLayout::heightOfLine(row.line, content, place, m_style, m_width);
    if (height >= 0)
        return height;
    return MessageLayout(std::move(content), place, m_style, m_width).height();
}

void MessageHeights::inserted(int first, int last)
{
    const auto at = static_cast<std::size_t>(first);
    if (at > m_rows.size())
        return;
    m_rows.insert(m_rows.begin() + first, static_cast<std::size_t>(last) - at + 1, Row());
    forgetRow(first - 1); // it may be the last no longer
    forgetRow(last + 1); // nor start a day or a group
}

void MessageHeights::removed(int first, int last)
{
    if (static_cast<std::size_t>(last) >= m_rows.size())
        return;
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
    forgetRow(first - 1);
    forgetRow(first);
}

void MessageHeights::changed(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        forgetRow(row);
        if (row >= 0 && static_cast<std::size_t>(row) < m_rows.size())
            m_rows[static_cast<std::size_t>(row)].measured = false;
    }
    forgetRow(last + 1);
}

void MessageHeights::forgetRow(int row)
{
    if (row >= 0 && static_cast<std::size_t>(row) < m_rows.size())
        m_rows[static_cast<std::size_t>(row)].height = -1;
}

void MessageHeights::forgetAll()
{
    const int rows = m_model != nullptr ? m_model->rowCount() : 0;
    m_rows.assign(static_cast<std::size_t>(rows), Row());
}

} // namespace samsa::ui

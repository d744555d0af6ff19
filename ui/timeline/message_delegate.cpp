// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_delegate.h"

#include "ui/timeline/message_heights.h"
#include "ui/timeline/message_painter.h"

namespace samsa::ui {

namespace {

constexpr int keptLayouts = 300;

} // namespace

MessageDelegate::MessageDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_heights(new MessageHeights(this))
    , m_layouts(keptLayouts)
{
}

void MessageDelegate::setModel(QAbstractItemModel *model)
{
    m_layouts.clear();
    m_heights->setModel(model);
}

void MessageDelegate::setFont(const QFont &font)
{
    m_style = MessageStyle(font);
    m_layouts.clear();
    m_heights->setStyle(m_style);
}

void MessageDelegate::setWidth(int width)
{
    m_width = width;
    m_heights->setWidth(width);
}

void MessageDelegate::setFirstUnread(qint64 position)
{
    m_heights->setFirstUnread(position);
}

void MessageDelegate::setEdges(int above, int below, bool startsRoom)
{
    m_heights->setEdges(above, below, startsRoom);
}

qint64 MessageDelegate::firstUnread() const
{
    return m_heights->firstUnread();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {1, m_heights->heightOf(index)}; // rows are as wide as the viewport
}

const MessageLayout &MessageDelegate::layoutOf(const QModelIndex &index) const
{
    MessageContent content = messageContent(index);
    const MessagePlace place = m_heights->placeOf(index);
    if (const MessageLayout *known = m_layouts.object(content.id); known != nullptr
        && known->rowWidth() == m_width && known->place() == place && known->content() == content)
        return *known;
    const QString id = content.id;
    auto *fresh = new MessageLayout(std::move(content), place, m_style, m_width);
    m_layouts.insert(id, fresh); // owns it; of cost 1, hence never refused
    return *fresh;
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const MessageLook look {option.state.testFlag(QStyle::State_Selected),
                            option.state.testFlag(QStyle::State_HasFocus)};
    paintMessage(painter, option.rect.topLeft(), layoutOf(index), m_style, look);
}

MessageHit MessageDelegate::hit(const QPoint &point, const QModelIndex &index) const
{
    return layoutOf(index).hit(point);
}

} // namespace samsa::ui

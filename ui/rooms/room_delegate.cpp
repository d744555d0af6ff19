// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rooms/room_delegate.h"

#include "ui/rooms/room_layout.h"
#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"

#include <QPainter>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int usualWidth = 200;
constexpr double cardRadius = 10;
constexpr double tileRadius = 11;

void paintCard(QPainter *painter, const QStyleOptionViewItem &option, const QRectF &card, bool open)
{
    if (open || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour(open ? Colour::Selection : Colour::Hover));
        painter->drawRoundedRect(card, cardRadius, cardRadius);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(colour(Colour::Focus), 2));
        painter->drawRoundedRect(card.adjusted(1, 1, -1, -1), cardRadius - 1, cardRadius - 1);
    }
}

// Rooms are squares where people are discs.
void paintTile(QPainter *painter, const QFont &base, const QRect &tile, const QString &room)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(tileColour(room));
    painter->drawRoundedRect(tile, tileRadius, tileRadius);
    QFont font = scaled(base, 1.15);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(nicknameTextColour(room));
    painter->drawText(tile, Qt::AlignCenter | Qt::TextSingleLine, initialOf(room));
}

void paintText(QPainter *painter, const QFont &font, Colour tint, const QRect &area,
               const QString &text, Qt::LayoutDirection direction)
{
    painter->setFont(font);
    painter->setPen(colour(tint));
    painter->drawText(area,
                      static_cast<int>(QStyle::visualAlignment(direction, Qt::AlignLeft))
                          | Qt::AlignAbsolute | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, area.width()));
}

void paintBadge(QPainter *painter, const QFont &font, const QRect &area, const QString &text)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour(Colour::Badge));
    painter->drawRoundedRect(area, area.height() / 2.0, area.height() / 2.0);
    painter->setFont(font);
    painter->setPen(colour(Colour::BadgeText));
    painter->drawText(area, Qt::AlignCenter, text);
}

} // namespace

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {usualWidth, RoomLayout::heightFor(option.font)};
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const RoomRow row = RoomRow::of(index);
    const RoomLayout layout = RoomLayout::of(option, row);
    const bool unread = !row.badge.isEmpty();
    const auto text = [&](const QFont &font, Colour tint, const QRect &area, const QString &what) {
        paintText(painter, font, tint, area, what, option.direction);
    };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintCard(painter, option, layout.card, !row.id.isEmpty() && row.id == m_currentRoom);
    paintTile(painter, option.font, layout.tile, row.name);
    text(layout.nameFont, Colour::Text, layout.name, row.name);
    text(layout.smallFont, Colour::SecondaryText, layout.time, row.time);
    text(layout.previewFont, unread ? Colour::Text : Colour::SecondaryText, layout.preview,
         row.preview);
    if (!row.people.isEmpty()) {
        themedIcon(u"people"_s, Colour::SecondaryText).paint(painter, layout.peopleIcon);
        text(layout.smallFont, Colour::SecondaryText, layout.people, row.people);
    }
    if (unread)
        paintBadge(painter, layout.badgeFont, layout.badge, row.badge);
    painter->restore();
}

} // namespace samsa::ui

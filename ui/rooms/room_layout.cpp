// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rooms/room_layout.h"

#include "ui/rooms/room_roles.h"
#include "ui/theme/bidi_text.h"
#include "ui/theme/font_size.h"
#include "ui/theme/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetrics>
#include <QModelIndex>
#include <QStyle>
#include <QStyleOptionViewItem>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int outerX = 8;
constexpr int outerY = 1;
constexpr int padding = 10;
constexpr int lineGap = 3;
constexpr int columnGap = 8;
constexpr int tileSide = 40;
constexpr int tileGap = 12;
constexpr int badgePadding = 6;
constexpr int iconGap = 3;
constexpr int badgeLimit = 99;

struct RoomText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::ui::RoomText)
};

QFont nameFontOf(const QFont &base)
{
    QFont font = scaled(base, 1.05);
    font.setWeight(QFont::DemiBold);
    return font;
}

int previewHeight(const QFont &base)
{
    return QFontMetrics(base).height() + 2; // room for the badge
}

int textHeight(const QFont &base)
{
    return QFontMetrics(nameFontOf(base)).height() + lineGap + previewHeight(base);
}

// A text may be a fraction wider than it is said to be, and would then end in "…".
int widthOf(const QFontMetrics &metrics, const QString &text)
{
    return metrics.horizontalAdvance(text) + 2;
}

// Cuts \a width and a gap off at the right.
QRect cutRight(QRect &area, int width)
{
    QRect cut = area;
    cut.setLeft(area.right() - width + 1);
    area.setRight(cut.left() - columnGap - 1);
    return cut;
}

QRect centred(const QRect &area, int height)
{
    return {area.left(), area.top() + (area.height() - height) / 2, area.width(), height};
}

} // namespace

RoomRow RoomRow::of(const QModelIndex &index)
{
    RoomRow row;
    row.id = index.data(RoomIdRole).toString();
    row.name = index.data(RoomNameRole).toString().simplified();
    row.time = relativeTime(index.data(LastTimeRole).toDateTime(), QDateTime::currentDateTime());
    if (const QString text = index.data(LastTextRole).toString(); text.isEmpty())
        row.preview = RoomText::tr("No messages yet");
    else
        //: In the list of rooms: a nickname, then what was said.
        row.preview = RoomText::tr("%1: %2").arg(isolated(index.data(LastNicknameRole).toString()),
                                                 isolated(text.simplified()));
    if (const int people = index.data(PeopleRole).toInt(); people > 0)
        row.people = QString::number(people);
    if (const int unread = index.data(UnreadRole).toInt(); unread > badgeLimit)
        row.badge = u"%1+"_s.arg(badgeLimit);
    else if (unread > 0)
        row.badge = QString::number(unread);
    return row;
}

int RoomLayout::heightFor(const QFont &font)
{
    return qMax(textHeight(font), tileSide) + 2 * padding + 2 * outerY;
}

RoomLayout RoomLayout::of(const QStyleOptionViewItem &option, const RoomRow &row)
{
    RoomLayout layout;
    layout.nameFont = nameFontOf(option.font);
    layout.smallFont = scaled(option.font, 0.9);
    layout.badgeFont = layout.smallFont;
    layout.badgeFont.setWeight(QFont::Bold);
    layout.previewFont = option.font;
    if (!row.badge.isEmpty())
        layout.previewFont.setWeight(QFont::Medium);

    layout.card = option.rect.adjusted(outerX, outerY, -outerX, -outerY);
    const QRect inner = layout.card.adjusted(padding, padding, -padding, -padding);
    layout.tile = centred(inner, tileSide);
    layout.tile.setWidth(tileSide);

    QRect texts = centred(inner, textHeight(option.font));
    texts.setLeft(inner.left() + tileSide + tileGap);
    QRect first = texts;
    first.setHeight(QFontMetrics(layout.nameFont).height());
    QRect second = texts;
    second.setTop(first.bottom() + 1 + lineGap);

    const QFontMetrics small(layout.smallFont);
    if (!row.time.isEmpty())
        layout.time = cutRight(first, widthOf(small, row.time));
    layout.name = first;
    if (!row.badge.isEmpty()) {
        const QFontMetrics metrics(layout.badgeFont);
        const int height = metrics.height() + 2;
        layout.badge = centred(
            cutRight(second, qMax(height, widthOf(metrics, row.badge) + 2 * badgePadding)), height);
    }
    if (!row.people.isEmpty()) {
        const int side = small.height() - 2;
        const QRect both = cutRight(second, side + iconGap + widthOf(small, row.people));
        layout.peopleIcon = centred(both, side);
        layout.peopleIcon.setWidth(side);
        layout.people = both.adjusted(side + iconGap, 0, 0, 0);
    }
    layout.preview = second;

    for (QRect *rect : {&layout.tile, &layout.name, &layout.time, &layout.preview,
                        &layout.peopleIcon, &layout.people, &layout.badge})
        *rect = QStyle::visualRect(option.direction, option.rect, *rect);
    return layout;
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/room_delegate.h"

#include "ui/icons.h"
#include "ui/room_roles.h"
#include "ui/theme.h"
#include "ui/time_text.h"
#include "ui/widget_role.h"

#include <QDateTime>
#include <QPainter>

namespace samsa::ui {

namespace {

constexpr int outerX = 8;
constexpr int outerY = 2;
constexpr int padding = 10;
constexpr int lineGap = 5;
constexpr int columnGap = 8;
constexpr int badgeLimit = 99;

QFont nameFont(const QFont &base)
{
    QFont font = scaled(base, 1.05);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont(const QFont &base)
{
    return scaled(base, 0.9);
}

QString previewOf(const QModelIndex &index)
{
    const QString text = index.data(LastTextRole).toString();
    if (text.isEmpty())
        return RoomDelegate::tr("No messages yet");
    //: Nickname, then what was said.
    return RoomDelegate::tr("%1: %2").arg(index.data(LastNicknameRole).toString(),
                                          text.simplified());
}

// Draws at the right end of \a area and returns what is left of it.
QRect paintBadge(QPainter *painter, const QFont &base, QRect area, int unread)
{
    const QString text =
        unread > badgeLimit ? QStringLiteral("%1+").arg(badgeLimit) : QString::number(unread);
    QFont font = smallFont(base);
    font.setWeight(QFont::Bold);
    const QFontMetrics metrics(font);
    const int height = metrics.height() + 2;
    const int width = qMax(height, metrics.horizontalAdvance(text) + 12);
    const QRectF badge(area.right() - width + 1, area.center().y() - height / 2.0 + 0.5, width,
                       height);
    painter->setFont(font);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour(Colour::Badge));
    painter->drawRoundedRect(badge, height / 2.0, height / 2.0);
    painter->setPen(colour(Colour::BadgeText));
    painter->drawText(badge, Qt::AlignCenter, text);
    area.setRight(area.right() - width - columnGap);
    return area;
}

QRect paintPeople(QPainter *painter, const QFont &base, QRect area, int people)
{
    const QFont font = smallFont(base);
    const QString text = QString::number(people);
    const QFontMetrics metrics(font);
    const int iconSide = metrics.height() - 2;
    const int width = metrics.horizontalAdvance(text);
    painter->setFont(font);
    painter->setPen(colour(Colour::SecondaryText));
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, text);
    const QRect icon(area.right() - width - iconSide - 3, area.center().y() - iconSide / 2 + 1,
                     iconSide, iconSide);
    static const QString name = QStringLiteral("people");
    themedIcon(name, Colour::SecondaryText).paint(painter, icon);
    area.setRight(icon.left() - columnGap);
    return area;
}

} // namespace

RoomDelegate::RoomDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int first = QFontMetrics(nameFont(option.font)).height();
    const int second = option.fontMetrics.height() + 2;
    return {160, first + lineGap + second + 2 * padding + 2 * outerY};
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(option.rect).adjusted(outerX, outerY, -outerX, -outerY);
    const bool open =
        index.data(RoomIdRole).toString() == m_currentRoom && !m_currentRoom.isEmpty();
    painter->setPen(Qt::NoPen);
    if (open) {
        painter->setBrush(colour(Colour::Selection));
        painter->drawRoundedRect(card, 10, 10);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setBrush(colour(Colour::Hover));
        painter->drawRoundedRect(card, 10, 10);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(colour(Colour::Focus), 2));
        painter->drawRoundedRect(card.adjusted(1, 1, -1, -1), 9, 9);
    }
    const QRect inner = card.toRect().adjusted(padding, padding, -padding, -padding);
    const int firstHeight = QFontMetrics(nameFont(option.font)).height();
    paintFirstLine(painter, option.font, QRect(inner.topLeft(), QSize(inner.width(), firstHeight)),
                   index);
    paintSecondLine(painter, option.font,
                    QRect(inner.left(), inner.top() + firstHeight + lineGap, inner.width(),
                          option.fontMetrics.height() + 2),
                    index);
    painter->restore();
}

void RoomDelegate::paintFirstLine(QPainter *painter, const QFont &base, const QRect &area,
                                  const QModelIndex &index) const
{
    const QString time =
        relativeTime(index.data(LastTimeRole).toDateTime(), QDateTime::currentDateTime());
    const QFont timeFont = smallFont(base);
    const int timeWidth = QFontMetrics(timeFont).horizontalAdvance(time);
    painter->setFont(timeFont);
    painter->setPen(colour(Colour::SecondaryText));
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, time);

    const QFont font = nameFont(base);
    const QRect room = area.adjusted(0, 0, time.isEmpty() ? 0 : -timeWidth - columnGap, 0);
    painter->setFont(font);
    painter->setPen(colour(Colour::Text));
    painter->drawText(
        room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(index.data(RoomNameRole).toString().simplified(),
                                      Qt::ElideRight, room.width()));
}

void RoomDelegate::paintSecondLine(QPainter *painter, const QFont &base, const QRect &area,
                                   const QModelIndex &index) const
{
    QRect left = area;
    const int unread = index.data(UnreadRole).toInt();
    if (unread > 0)
        left = paintBadge(painter, base, left, unread);
    if (const int people = index.data(PeopleRole).toInt(); people > 0)
        left = paintPeople(painter, base, left, people);
    QFont font = base;
    if (unread > 0)
        font.setWeight(QFont::Medium);
    painter->setFont(font);
    painter->setPen(colour(unread > 0 ? Colour::Text : Colour::SecondaryText));
    painter->drawText(
        left, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(previewOf(index), Qt::ElideRight, left.width()));
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_painter.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_text.h"
#include "ui/timeline/message_layout.h"
#include "ui/widgets/avatar.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

void paintPill(QPainter *painter, const MessageLayout &layout, const MessageStyle &style)
{
    const QString day = dayName(layout.content().time.toLocalTime().date(), QDate::currentDate());
    const int width = QFontMetrics(style.pill).horizontalAdvance(day) + 24;
    const QRectF pill((layout.rowWidth() - width) / 2.0, layout.dayTop(), width, style.pillHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour(Colour::Pill));
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setFont(style.pill);
    painter->setPen(colour(Colour::PillText));
    painter->drawText(pill, Qt::AlignCenter, day);
}

void paintUnreadLine(QPainter *painter, const MessageLayout &layout, const MessageStyle &style)
{
    const QString text = QCoreApplication::translate("samsa::ui::TimelineView", "New messages");
    const int textWidth = QFontMetrics(style.pill).horizontalAdvance(text);
    const QRect area(MessageStyle::margin, layout.unreadTop(),
                     layout.rowWidth() - 2 * MessageStyle::margin, style.pillHeight);
    const double y = area.top() + area.height() / 2.0;
    const double half = textWidth / 2.0 + 12;
    const double middle = area.left() + area.width() / 2.0;
    painter->setPen(QPen(colour(Colour::NewLine), 1));
    painter->drawLine(QPointF(area.left(), y), QPointF(middle - half, y));
    painter->drawLine(QPointF(middle + half, y), QPointF(area.right(), y));
    painter->setFont(style.pill);
    painter->drawText(area, Qt::AlignCenter, text);
}

// Corners are tight where the bubbles of a group meet, on the side of the one who speaks.
QPainterPath bubblePath(const QRectF &area, const MessageLayout &layout)
{
    constexpr double wide = MessageStyle::radius;
    constexpr double tight = MessageStyle::joinedRadius;
    const bool own = layout.content().own;
    const double above = layout.place().startsGroup ? wide : tight;
    const double below = layout.place().endsGroup ? wide : tight;
    const double topLeft = own ? wide : above;
    const double bottomLeft = own ? wide : below;
    const double topRight = own ? above : wide;
    const double bottomRight = own ? below : wide;
    const auto corner = [](double x, double y, double radius) {
        return QRectF(x, y, 2 * radius, 2 * radius);
    };
    QPainterPath path;
    path.moveTo(area.left() + topLeft, area.top());
    path.arcTo(corner(area.right() - 2 * topRight, area.top(), topRight), 90, -90);
    path.arcTo(corner(area.right() - 2 * bottomRight, area.bottom() - 2 * bottomRight, bottomRight),
               0, -90);
    path.arcTo(corner(area.left(), area.bottom() - 2 * bottomLeft, bottomLeft), 270, -90);
    path.arcTo(corner(area.left(), area.top(), topLeft), 180, -90);
    path.closeSubpath();
    return path;
}

void paintBubble(QPainter *painter, const MessageLayout &layout, const MessageLook &look)
{
    const bool own = layout.content().own;
    const QRectF area(layout.bubble());
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour(own ? Colour::OwnBubble : Colour::OtherBubble));
    painter->drawPath(bubblePath(area, layout));
    painter->setBrush(Qt::NoBrush);
    if (layout.content().state == MessageState::Failed) {
        painter->setPen(QPen(colour(Colour::Error), 1.5));
        painter->drawPath(bubblePath(area.adjusted(-1.5, -1.5, 1.5, 1.5), layout));
    }
    if (look.selected || look.focused) {
        painter->setPen(QPen(colour(Colour::Focus), 2, look.focused ? Qt::SolidLine : Qt::DotLine));
        painter->drawPath(bubblePath(area.adjusted(-3, -3, 3, 3), layout));
    }
}

void paintText(QPainter *painter, const MessageLayout &layout)
{
    const bool own = layout.content().own;
    QList<QTextLayout::FormatRange> links;
    links.reserve(layout.links().size());
    for (const MessageLink &link : layout.links()) {
        QTextLayout::FormatRange range;
        range.start = link.start;
        range.length = link.length;
        range.format.setForeground(colour(own ? Colour::OwnLink : Colour::Link));
        range.format.setFontUnderline(true);
        links.append(range);
    }
    if (layout.content().deleted)
        painter->setPen(colour(own ? Colour::OwnSecondaryText : Colour::OtherSecondaryText));
    else
        painter->setPen(colour(own ? Colour::OwnText : Colour::OtherText));
    layout.text().draw(painter, layout.textTopLeft(), links);
}

void paintMeta(QPainter *painter, const MessageLayout &layout, const MessageStyle &style)
{
    const MessageContent &content = layout.content();
    const Colour tint = content.own ? Colour::OwnSecondaryText : Colour::OtherSecondaryText;
    QRect area = layout.meta();
    painter->setFont(style.meta);
    painter->setPen(colour(tint));
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, layout.timeText());
    if (!content.own)
        return;
    const QRect icon(area.right() + 1 - style.stateIcon,
                     area.top() + (area.height() - style.stateIcon + 1) / 2, style.stateIcon,
                     style.stateIcon);
    const QString name = content.state == MessageState::Sent ? u"check"_s
        : content.state == MessageState::Pending             ? u"clock"_s
                                                             : u"error"_s;
    themedIcon(name, tint).paint(painter, icon);
}

void paintFailure(QPainter *painter, const MessageLayout &layout, const MessageStyle &style)
{
    const QRect area = layout.failure();
    const QRect icon(area.left(), area.top() + (area.height() - style.stateIcon) / 2,
                     style.stateIcon, style.stateIcon);
    themedIcon(u"error"_s, Colour::Error).paint(painter, icon);
    painter->setFont(style.meta);
    painter->setPen(colour(Colour::Error));
    const int y = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip;
    painter->drawText(area.adjusted(style.stateIcon + 4, 0, 0, 0), y, MessageLayout::notSentText());
    painter->drawText(QRect(layout.retry().right() + 1, area.top(), area.width(), area.height()), y,
                      MessageLayout::failureSeparator());
    QFont underlined = style.meta;
    underlined.setUnderline(true);
    painter->setFont(underlined);
    painter->drawText(layout.retry(), y, MessageLayout::retryText());
    painter->drawText(layout.discard(), y, MessageLayout::discardText());
}

} // namespace

void paintMessage(QPainter *painter, const QPoint &origin, const MessageLayout &layout,
                  const MessageStyle &style, const MessageLook &look)
{
    painter->save();
    painter->translate(origin);
    painter->setRenderHint(QPainter::Antialiasing);
    if (layout.place().startsDay)
        paintPill(painter, layout, style);
    if (layout.place().startsUnread)
        paintUnreadLine(painter, layout, style);
    if (!layout.avatar().isEmpty()) {
        const QString &nickname = layout.content().nickname;
        paintAvatar(painter, layout.avatar(), nickname);
        painter->setFont(style.name);
        painter->setPen(nicknameTextColour(nickname));
        const QString shown =
            QFontMetrics(style.name)
                .elidedText(nickname.simplified(), Qt::ElideRight, layout.name().width());
        painter->drawText(layout.name(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          shown);
    }
    paintBubble(painter, layout, look);
    paintText(painter, layout);
    paintMeta(painter, layout, style);
    if (layout.content().state == MessageState::Failed)
        paintFailure(painter, layout, style);
    painter->restore();
}

} // namespace samsa::ui

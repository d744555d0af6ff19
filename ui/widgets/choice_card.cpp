// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/choice_card.h"

#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace samsa::ui {

namespace {

constexpr int margin = 12;
constexpr int iconSide = 20;
constexpr int iconGap = 10;
constexpr int lineGap = 2;
constexpr int usualWidth = 216;
constexpr int narrowest = 150;
constexpr double radius = 10;

} // namespace

ChoiceCard::ChoiceCard(const QString &iconName, const QString &title, const QString &explanation,
                       QWidget *parent)
    : QRadioButton(title, parent)
    , m_iconName(iconName)
    , m_explanation(explanation)
{
    QString plain = title;
    setAccessibleName(plain.remove(QLatin1Char('&')));
    setAccessibleDescription(explanation);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    // Tab leads to the chosen card from the first time on; Qt sees to that only later.
    setFocusPolicy(Qt::ClickFocus);
    connect(this, &QRadioButton::toggled, this,
            [this](bool chosen) { setFocusPolicy(chosen ? Qt::StrongFocus : Qt::ClickFocus); });
}

QFont ChoiceCard::titleFont() const
{
    QFont result = font();
    result.setWeight(QFont::DemiBold);
    return result;
}

QFont ChoiceCard::explanationFont() const
{
    return scaled(font(), 0.92);
}

int ChoiceCard::textWidth(int width) const
{
    return width - 2 * margin - iconSide - iconGap;
}

int ChoiceCard::heightForWidth(int width) const
{
    const QRect text =
        QFontMetrics(explanationFont())
            .boundingRect(QRect(0, 0, textWidth(width), 10000), Qt::TextWordWrap, m_explanation);
    return 2 * margin + QFontMetrics(titleFont()).height() + lineGap + text.height();
}

QSize ChoiceCard::sizeHint() const
{
    const int title = QFontMetrics(titleFont()).size(Qt::TextShowMnemonic, text()).width();
    const int width = qMax(usualWidth, title + 2 * margin + iconSide + iconGap + 2);
    return {width, heightForWidth(width)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    const int title = QFontMetrics(titleFont()).size(Qt::TextShowMnemonic, text()).width();
    const int width = qMax(narrowest, title + 2 * margin + iconSide + iconGap + 2);
    // Layouts that know of height for width ask again with the width that there is.
    return {width, sizeHint().height()};
}

bool ChoiceCard::hitButton(const QPoint &point) const
{
    return rect().contains(point);
}

void ChoiceCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = isChecked();
    const QRectF card = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setBrush(colour(chosen                            ? Colour::Selection
                                : underMouse() && isEnabled() ? Colour::Hover
                                                              : Colour::Raised));
    painter.setPen(QPen(colour(chosen ? Colour::Accent : Colour::Border), chosen ? 2 : 1));
    painter.drawRoundedRect(card, radius, radius);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour(Colour::Focus), 1.5, Qt::DotLine));
        painter.drawRoundedRect(card.adjusted(3, 3, -3, -3), radius - 3, radius - 3);
    }
    const QFontMetrics titleMetrics(titleFont());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int iconLeft = mirrored ? width() - margin - iconSide : margin;
    const int textLeft = mirrored ? margin : margin + iconSide + iconGap;
    themedIcon(m_iconName, chosen ? Colour::Link : Colour::SecondaryText)
        .paint(&painter,
               QRect(iconLeft, margin + (titleMetrics.height() - iconSide) / 2, iconSide, iconSide),
               Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    QRect area(textLeft, margin, textWidth(width()), titleMetrics.height());
    painter.setFont(titleFont());
    painter.setPen(colour(isEnabled() ? Colour::Text : Colour::SecondaryText));
    painter.drawText(
        area, Qt::TextShowMnemonic | Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft),
        text());
    area.setTop(area.bottom() + 1 + lineGap);
    area.setBottom(height() - margin);
    painter.setFont(explanationFont());
    painter.setPen(colour(Colour::SecondaryText));
    painter.drawText(area,
                     Qt::TextWordWrap | Qt::AlignTop | (mirrored ? Qt::AlignRight : Qt::AlignLeft),
                     m_explanation);
}

void ChoiceCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QRadioButton::changeEvent(event);
}

} // namespace samsa::ui

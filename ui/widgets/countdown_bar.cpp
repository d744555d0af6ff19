// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/countdown_bar.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>

namespace samsa::ui {

namespace {

constexpr QSize barSize {72, 4};
constexpr double barRadius = 2;

} // namespace

CountdownBar::CountdownBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(barSize);
}

void CountdownBar::setMaximum(int maximum)
{
    m_maximum = qMax(1, maximum);
    setValue(m_value);
    update();
}

void CountdownBar::setValue(int value)
{
    const int before = filledWidth();
    m_value = qBound(0, value, m_maximum);
    if (filledWidth() != before)
        update();
}

int CountdownBar::filledWidth() const
{
    return static_cast<int>(qint64(width()) * m_value / m_maximum);
}

void CountdownBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(Colour::Border));
    painter.drawRoundedRect(rect(), barRadius, barRadius);
    painter.setBrush(colour(Colour::Accent));
    const QRect filled(0, 0, filledWidth(), height());
    painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), filled), barRadius,
                            barRadius);
}

} // namespace samsa::ui

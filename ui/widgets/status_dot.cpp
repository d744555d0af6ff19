// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/status_dot.h"

#include <QPainter>

namespace samsa::ui {

StatusDot::StatusDot(QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(10, 10);
}

void StatusDot::setTint(Colour tint)
{
    m_tint = tint;
    update();
}

void StatusDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(m_tint));
    painter.drawEllipse(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace samsa::ui

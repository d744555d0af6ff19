// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/busy_spinner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/seen_timer.h"

#include <QPainter>

#include <chrono>

namespace samsa::ui {

BusySpinner::BusySpinner(int side, QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(side, side);
    auto *turn = new SeenTimer(std::chrono::milliseconds(40), this);
    connect(turn, &SeenTimer::tick, this, [this] {
        m_degrees = (m_degrees + 15) % 360;
        update();
    });
}

void BusySpinner::paintEvent(QPaintEvent *)
{
    constexpr int sixteenths = 16; // of a degree, as QPainter counts
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double stroke = width() / 8.0;
    const QRectF circle = QRectF(rect()).adjusted(stroke, stroke, -stroke, -stroke);
    painter.setPen(QPen(colour(Colour::Border), stroke));
    painter.drawEllipse(circle);
    painter.setPen(QPen(colour(Colour::Focus), stroke, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (90 - m_degrees) * sixteenths, -100 * sixteenths);
}

} // namespace samsa::ui

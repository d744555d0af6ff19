// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/font_size.h"

#include <QFont>
#include <QWidget>

namespace samsa::ui {

void scaleFont(QWidget *widget, double factor)
{
    widget->setFont(scaled(widget->font(), factor));
}

QFont scaled(const QFont &font, double factor)
{
    QFont result = font;
    if (font.pointSizeF() > 0)
        result.setPointSizeF(font.pointSizeF() * factor);
    else
        result.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    return result;
}

} // namespace samsa::ui

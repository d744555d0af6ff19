// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/pixmap_label.h"

#include "ui/theme/icons.h"

#include <QEvent>

namespace samsa::ui {

PixmapLabel::PixmapLabel(Draw draw, QWidget *parent)
    : QLabel(parent)
    , m_draw(std::move(draw))
{
    redraw();
}

PixmapLabel::PixmapLabel(const QString &name, Colour tint, int side, QWidget *parent)
    : PixmapLabel([icon = themedIcon(name, tint),
                   side](double ratio) { return icon.pixmap(QSize(side, side), ratio); },
                  parent)
{
}

void PixmapLabel::redraw()
{
    m_ratio = devicePixelRatio();
    setPixmap(m_draw(m_ratio));
}

void PixmapLabel::paintEvent(QPaintEvent *event)
{
    // Not every change is told of: no event says that a window comes up on another screen.
    if (m_ratio != devicePixelRatio())
        redraw();
    QLabel::paintEvent(event);
}

bool PixmapLabel::event(QEvent *event)
{
    // ScreenChangeInternal reaches each widget of a window that changes screens; Qt 6.6 has an
    // event for the ratio alone, which the same screen may change.
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::ScreenChangeInternal:
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    case QEvent::DevicePixelRatioChange:
#endif
        redraw();
        break;
    default:
        break;
    }
    return QLabel::event(event);
}

} // namespace samsa::ui

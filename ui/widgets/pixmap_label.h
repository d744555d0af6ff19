// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

#include <functional>

namespace samsa::ui {

/// A label with a pixmap that is drawn anew when the theme changes and when it is to be painted at
/// another device pixel ratio than before: the window may come to another screen, be shown on one
/// at first, or its screen may change. GUI thread. Cost: drawn then, and not whenever it is
/// painted.
class PixmapLabel : public QLabel
{
    Q_OBJECT
public:
    using Draw = std::function<QPixmap(double devicePixelRatio)>;

    explicit PixmapLabel(Draw draw, QWidget *parent = nullptr);
    /// The icon \a name in \a tint, \a side device-independent pixels high and wide.
    PixmapLabel(const QString &name, Colour tint, int side, QWidget *parent = nullptr);

    /// Draws with the same function, whose result has changed.
    void redraw();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Draw m_draw;
    double m_ratio = 1; // that it was drawn for
};

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

#include <functional>

namespace samsa::ui {

/// A label with a pixmap that is drawn anew when the theme changes and when the window comes to a
/// screen with another device pixel ratio. GUI thread. Cost: drawn then, and not when it is
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

private:
    Draw m_draw;
};

} // namespace samsa::ui

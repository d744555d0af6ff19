// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPoint>

class QPainter;

namespace samsa::ui {

class MessageLayout;
struct MessageStyle;

/// What a row looks like at the moment of painting, apart from its layout.
struct MessageLook
{
    bool selected = false;
    bool focused = false; ///< It has the keys.
};

/// Paints a row that was laid out, its top left corner at \a origin, in the current theme's
/// colours.
void paintMessage(QPainter *painter, const QPoint &origin, const MessageLayout &layout,
                  const MessageStyle &style, const MessageLook &look);

} // namespace samsa::ui

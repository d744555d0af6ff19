// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QFont;
class QWidget;

namespace samsa::ui {

/// Makes the widget's text larger or smaller than the desktop's font.
void scaleFont(QWidget *widget, double factor);

/// \a font in a size \a factor times its own, whether that is in points or in pixels.
QFont scaled(const QFont &font, double factor);

} // namespace samsa::ui

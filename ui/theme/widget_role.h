// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QFont;
class QWidget;

namespace samsa::ui {

/// Names the look that the style sheet gives the widget.
void setRole(QWidget *widget, const char *role);

/// Sets a property that the style sheet reads, and has the sheet read it again.
void setFlag(QWidget *widget, const char *property, bool on);

/// Makes the widget's text larger or smaller than the desktop's font.
void scaleFont(QWidget *widget, double factor);

/// \a font in a size \a factor times its own, whether that is in points or in pixels.
QFont scaled(const QFont &font, double factor);

} // namespace samsa::ui

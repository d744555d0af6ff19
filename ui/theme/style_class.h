// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace samsa::ui {

/// Names the look that the style sheet gives the widget: its `styleClass` property.
void setStyleClass(QWidget *widget, const char *styleClass);

/// Sets a property that the style sheet reads, and has the sheet read it again.
void setFlag(QWidget *widget, const char *property, bool on);

} // namespace samsa::ui

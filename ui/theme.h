// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

/// The look of the whole program: Fusion, a palette and a small style sheet of ours, in light or
/// dark. Colours have names for what they are used for; delegates and painters ask by name each
/// time they paint, so they follow a change by themselves (the widgets get a PaletteChange event).
///
/// One look per process, like QApplication's palette, hence free functions. GUI thread.
namespace samsa::ui {

enum class Scheme {
    System, ///< As the desktop has it, also when it changes.
    Light,
    Dark,
};

void applyTheme(Scheme scheme);
Scheme themeScheme();
bool isDarkTheme();

} // namespace samsa::ui

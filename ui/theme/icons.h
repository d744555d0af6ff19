// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QIcon>

namespace samsa::ui {

/// The icon \a name (a file of resources/icons) drawn in the theme's colour \a tint, sharp at any
/// size and device pixel ratio. It follows the theme by itself; a pixmap made of it does not. Drawn
/// once for each size and colour, so painters may ask each time. Null when the resources are not
/// linked in. GUI thread.
QIcon themedIcon(const QString &name, Colour tint);

/// The program's own.
QIcon applicationIcon();

} // namespace samsa::ui

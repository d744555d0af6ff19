// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme.h"

#include <QIcon>

namespace samsa::ui {

/// The icon \a name (a file of resources/icons) drawn in the current theme's colour \a tint, sharp
/// at any size and device pixel ratio. An icon follows no later change of the theme: widgets ask
/// again in changeEvent(PaletteChange). Null when the resources are not linked in.
QIcon themedIcon(const QString &name, Colour tint);

} // namespace samsa::ui

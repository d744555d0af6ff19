// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::ui {

/// What a palette cannot say: round corners, spacing, the look of a widget by its style class
/// ("primary", "title", "secondary", …; setStyleClass()), so that no colour is written anywhere
/// else.
QString styleSheet(bool dark);

} // namespace samsa::ui

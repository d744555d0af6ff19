// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme.h"

namespace samsa::ui {

namespace {
Scheme currentScheme = Scheme::System;
}

void applyTheme(Scheme scheme)
{
    currentScheme = scheme;
}

Scheme themeScheme()
{
    return currentScheme;
}

bool isDarkTheme()
{
    return currentScheme == Scheme::Dark;
}

} // namespace samsa::ui

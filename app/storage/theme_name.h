// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QString>

namespace samsa::app {

/// A theme as the command line and the settings write it: "system", "light", "dark". Anything else
/// is the system's.
inline ui::Scheme schemeFromName(const QString &name)
{
    if (name == QLatin1StringView("light"))
        return ui::Scheme::Light;
    return name == QLatin1StringView("dark") ? ui::Scheme::Dark : ui::Scheme::System;
}

inline QString nameOfScheme(ui::Scheme scheme)
{
    switch (scheme) {
    case ui::Scheme::Light:
        return QStringLiteral("light");
    case ui::Scheme::Dark:
        return QStringLiteral("dark");
    case ui::Scheme::System:
        break;
    }
    return QStringLiteral("system");
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::protocol {

/// "U+202E", to name in a sentence what cannot be shown.
inline QString codePointName(char32_t c)
{
    return QStringLiteral("U+")
        + QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, QLatin1Char('0'));
}

} // namespace samsa::protocol

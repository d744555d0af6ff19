// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::protocol {

/// Unicode's NFKC_Casefold (section 3.13): compatibility forms, full case folding without regard to
/// a language, and no characters that are ignored by default. "Straße", "STRASSE" and
/// "ｓｔｒａｓｓｅ" are one; "ı" and "i" are two. What nicknames, rooms and searches are compared
/// by; folding again changes nothing. A lone surrogate becomes U+FFFD. Any thread.
QString caseFolded(const QString &text);

} // namespace samsa::protocol

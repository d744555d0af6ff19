// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::app {

/// Makes the program speak \a language ("en", "ko"; empty: the system's): our own texts and Qt's,
/// as far as there are any. English is what the sources say, and also needs this, for its plurals.
/// Once, after QApplication was made and before any window.
void installTranslations(const QString &language);

} // namespace samsa::app

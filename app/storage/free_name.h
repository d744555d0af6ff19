// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::app {

/// \a path when nothing is there yet, else the first of "path-1", "path-2", … that nothing has.
/// Thread: any.
QString freeName(const QString &path);
/// The first of "path-1", "path-2", … that nothing has. Thread: any.
QString numberedName(const QString &path);

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QDir;
class QString;

/// Draws every scene of the gallery in the current theme and language to
/// \a folder/<scene>-<suffix>. False when a picture cannot be written.
bool drawScenes(const QDir &folder, const QString &suffix, bool korean);

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPixmap>

class QPainter;
class QRectF;

namespace samsa::ui {

/// What stands for a name: its first user-perceived character, in capitals; "?" for none.
QString initialOf(const QString &name);

/// A disc in the nickname's colour with its initial.
void paintAvatar(QPainter *painter, const QRectF &area, const QString &nickname);

/// The same as a pixmap of \a side device-independent pixels.
QPixmap avatarPixmap(const QString &nickname, int side, double devicePixelRatio);

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QAccessibleInterface;
class QObject;
class QString;

namespace samsa::ui {

/// For QAccessible::installFactory(): what assistive technology sees of a RowList, a list whose
/// children are its rows. Null for every other class.
QAccessibleInterface *makeAccessibleRows(const QString &className, QObject *object);

} // namespace samsa::ui

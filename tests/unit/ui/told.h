// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAccessible>
#include <QList>
#include <QString>

/// What Qt tells assistive technology, on any platform: linked into a test, this is Qt's bridge to
/// it. (QAccessible::installUpdateHandler() is only called where the platform has one that is
/// active, which offscreen has not.)
struct Told
{
    QAccessible::Event event;
    QAccessible::Role role;
    QString name; ///< When it was told.

    static const QList<Told> &all();
    /// What a screen reader would say of its own accord: the notifications that were shown.
    static QStringList spoken();
    static void clear();
};

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAccessible>
#include <QStringList>
#include <QWidget>

/// What is shown below \a root, takes the focus, and tells assistive technology no name.
inline QString widgetsWithoutName(const QWidget *root)
{
    QStringList nameless;
    for (QWidget *const widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisibleTo(root) || widget->focusPolicy() == Qt::NoFocus
            || widget->focusProxy() != nullptr
            || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        QAccessibleInterface *const accessible = QAccessible::queryAccessibleInterface(widget);
        if (accessible == nullptr || accessible->text(QAccessible::Name).isEmpty())
            nameless << widget->objectName() + QLatin1Char(' ')
                    + QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless.join(QLatin1String(", "));
}

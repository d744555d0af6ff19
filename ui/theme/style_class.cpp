// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/style_class.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace samsa::ui {

void setStyleClass(QWidget *widget, const char *styleClass)
{
    widget->setProperty("styleClass", QString::fromLatin1(styleClass));
}

void setFlag(QWidget *widget, const char *property, bool on)
{
    if (widget->property(property).toBool() == on)
        return;
    widget->setProperty(property, on);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/spoken_frame.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace samsa::ui {

namespace {

QAccessibleInterface *makeNotification(const QString &className, QObject *object)
{
    if (className != QLatin1String(SpokenFrame::staticMetaObject.className()))
        return nullptr;
    return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::Notification);
}

} // namespace

SpokenFrame::SpokenFrame(QWidget *parent)
    : QFrame(parent)
{
    [[maybe_unused]] static const bool once = [] {
        QAccessible::installFactory(makeNotification);
        return true;
    }();
}

void SpokenFrame::speak(const QString &sentence)
{
    setAccessibleName(sentence);
    if (!isVisible() || sentence.isEmpty())
        return;
    // AT-SPI tells of a notification by its showing and knows no alerts; Windows has it the other
    // way round.
    for (const QAccessible::Event type : {QAccessible::ObjectShow, QAccessible::Alert}) {
        QAccessibleEvent event(this, type);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/quiet_label.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

class QuietText : public QAccessibleWidget
{
public:
    explicit QuietText(QLabel *label)
        : QAccessibleWidget(label, QAccessible::StaticText)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name ? static_cast<const QLabel *>(widget())->text()
                                         : QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface *makeQuietText(const QString &className, QObject *object)
{
    if (className != QLatin1String(QuietLabel::staticMetaObject.className()))
        return nullptr;
    return new QuietText(static_cast<QLabel *>(object));
}

} // namespace

QuietLabel::QuietLabel(QWidget *parent)
    : QLabel(parent)
{
    [[maybe_unused]] static const bool once = [] {
        QAccessible::installFactory(makeQuietText);
        return true;
    }();
    setAccessibleName(u"-"_s); // QLabel tells of each change of a text that is its name
}

} // namespace samsa::ui

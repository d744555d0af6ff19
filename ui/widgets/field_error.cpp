// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/field_error.h"

#include "ui/theme/style_class.h"
#include "ui/widgets/pixmap_label.h"

#include <QAccessible>
#include <QAccessibleEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int errorIconSide = 16;

} // namespace

FieldError::FieldError(QLineEdit *field, const QString &textName, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_text(new QLabel(this))
{
    m_text->setObjectName(textName);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    setStyleClass(m_text, "error");
    auto *icon = new PixmapLabel(u"error"_s, Colour::Error, errorIconSide, this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 0);
    layout->setSpacing(6);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    icon->setFixedHeight(
        qMax(errorIconSide, m_text->fontMetrics().height())); // beside the first line
    hide();
}

QString FieldError::sentence() const
{
    return m_text->text();
}

void FieldError::say(const QString &sentence)
{
    if (sentence == m_text->text())
        return;
    if (m_text->text().isEmpty())
        m_fieldDescription = m_field->accessibleDescription();
    m_text->setText(sentence);
    setVisible(!sentence.isEmpty());
    setFlag(m_field, "wrong", !sentence.isEmpty());
    m_field->setAccessibleDescription(sentence.isEmpty() ? m_fieldDescription
                                                         : tr("Error: %1").arg(sentence));
    if (!sentence.isEmpty()) {
        QAccessibleEvent alert(m_text, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

} // namespace samsa::ui

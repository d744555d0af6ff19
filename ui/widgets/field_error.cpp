// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/field_error.h"

#include "ui/theme/style_class.h"
#include "ui/widgets/pixmap_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int errorIconSide = 16;

} // namespace

FieldError::FieldError(QLineEdit *field, const QString &textName, QWidget *parent)
    : SpokenFrame(parent)
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
    setFlag(m_field, "wrong", !sentence.isEmpty());
    const QString said = sentence.isEmpty() ? QString() : tr("Error: %1").arg(sentence);
    m_field->setAccessibleDescription(said.isEmpty() ? m_fieldDescription : said);
    speak(said);
    setVisible(!said.isEmpty());
}

} // namespace samsa::ui

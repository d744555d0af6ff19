// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/empty_state.h"

#include "ui/theme/font_size.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/busy_spinner.h"
#include "ui/widgets/pixmap_label.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace samsa::ui {

namespace {

constexpr int iconSide = 44;
constexpr int spinnerSide = 32;

QLabel *centred(QLabel *label)
{
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &advice,
                       QWidget *parent)
    : EmptyState(centred(new PixmapLabel(iconName, Colour::FieldBorder, iconSide)), title, advice,
                 parent)
{
}

EmptyState::EmptyState(const QString &title, QWidget *parent)
    : EmptyState(new BusySpinner(spinnerSide), title, {}, parent)
{
}

EmptyState::EmptyState(QWidget *sign, const QString &title, const QString &advice, QWidget *parent)
    : QWidget(parent)
    , m_advice(centred(new QLabel(this)))
    , m_layout(new QVBoxLayout(this))
{
    QLabel *titleLabel = centred(new QLabel(title, this));
    setStyleClass(titleLabel, "title");
    scaleFont(titleLabel, 1.1);
    setStyleClass(m_advice, "secondary");
    m_layout->setContentsMargins(24, 24, 24, 24);
    m_layout->setSpacing(8);
    m_layout->addStretch(2);
    m_layout->addWidget(sign, 0, Qt::AlignHCenter);
    m_layout->addWidget(titleLabel);
    m_layout->addWidget(m_advice);
    m_layout->addStretch(3);
    setAccessibleName(title);
    setAdvice(advice);
}

void EmptyState::setAdvice(const QString &advice)
{
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    setAccessibleDescription(advice);
}

QPushButton *EmptyState::addButton(const QString &text, const QString &objectName)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setAutoDefault(true); // Enter presses it too
    m_layout->insertSpacing(m_layout->count() - 1, 4);
    m_layout->insertWidget(m_layout->count() - 1, button, 0, Qt::AlignHCenter);
    return button;
}

} // namespace samsa::ui

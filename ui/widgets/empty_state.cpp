// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/empty_state.h"

#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace samsa::ui {

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &advice,
                       QWidget *parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
{
    auto *titleLabel = new QLabel(title, this);
    setStyleClass(titleLabel, "title");
    scaleFont(titleLabel, 1.1);
    auto *adviceLabel = new QLabel(advice, this);
    setStyleClass(adviceLabel, "secondary");
    for (QLabel *label : {m_icon, titleLabel, adviceLabel}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(titleLabel);
    layout->addWidget(adviceLabel);
    layout->addStretch(3);
    setAccessibleName(title);
    setAccessibleDescription(advice);
    refreshIcon();
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
    QWidget::changeEvent(event);
}

void EmptyState::refreshIcon()
{
    m_icon->setPixmap(
        themedIcon(m_iconName, Colour::FieldBorder).pixmap(QSize(44, 44), devicePixelRatio()));
}

} // namespace samsa::ui

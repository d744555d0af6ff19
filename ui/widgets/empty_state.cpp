// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/empty_state.h"

#include "ui/theme/font_size.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/pixmap_label.h"

#include <QLabel>
#include <QVBoxLayout>

namespace samsa::ui {

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &advice,
                       QWidget *parent)
    : QWidget(parent)
{
    auto *icon = new PixmapLabel(iconName, Colour::FieldBorder, 44, this);
    auto *titleLabel = new QLabel(title, this);
    setStyleClass(titleLabel, "title");
    scaleFont(titleLabel, 1.1);
    auto *adviceLabel = new QLabel(advice, this);
    setStyleClass(adviceLabel, "secondary");
    for (QLabel *label : {static_cast<QLabel *>(icon), titleLabel, adviceLabel}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(icon);
    layout->addWidget(titleLabel);
    layout->addWidget(adviceLabel);
    layout->addStretch(3);
    setAccessibleName(title);
    setAccessibleDescription(advice);
}

} // namespace samsa::ui

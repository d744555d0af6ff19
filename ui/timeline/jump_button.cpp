// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/jump_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"

#include <QEvent>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int distance = 8; // from the lower edge

} // namespace

JumpButton::JumpButton(QWidget *parent)
    : QPushButton(parent)
{
    setObjectName(u"jumpButton"_s);
    setStyleClass(this, "jump");
    setAccessibleName(tr("To the newest"));
    setFocusPolicy(Qt::TabFocus);
    drawIcon();
    hide();
}

void JumpButton::showIn(const QRect &area, bool newMessages)
{
    const QString wanted = newMessages ? tr("New messages") : tr("To the newest");
    if (text() != wanted) {
        setText(wanted);
        setAccessibleName(wanted);
    }
    const QSize size = sizeHint();
    setGeometry(area.left() + (area.width() - size.width()) / 2,
                area.bottom() - size.height() - distance, size.width(), size.height());
    show();
    raise();
}

void JumpButton::drawIcon()
{
    setIcon(themedIcon(u"arrow-down"_s, Colour::AccentText));
}

void JumpButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

} // namespace samsa::ui

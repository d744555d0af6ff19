// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_style.h"

#include "ui/theme/font_size.h"

#include <QFontMetrics>

#include <algorithm>

namespace samsa::ui {

MessageStyle::MessageStyle(const QFont &base)
    : body(scaled(base, 1.06))
    , name(scaled(base, 0.95))
    , meta(scaled(base, 0.82))
    , pill(scaled(base, 0.86))
{
    name.setWeight(QFont::DemiBold);
    pill.setWeight(QFont::Medium);
    nameHeight = QFontMetrics(name).height();
    metaHeight = QFontMetrics(meta).height();
    pillHeight = QFontMetrics(pill).height() + 8;
    stateIcon = metaHeight - 1;
    avatar = std::max(30, QFontMetrics(body).height() * 2 - 4);
}

int MessageStyle::textWidth(int rowWidth) const
{
    const int free = rowWidth - 2 * margin - avatar - avatarGap;
    const int bubble = std::min(widestBubble, free - free / 8);
    return std::max(60, bubble - 2 * bubblePaddingX);
}

} // namespace samsa::ui

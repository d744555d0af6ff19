// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/avatar.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextBoundaryFinder>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

QString initialOf(const QString &name)
{
    const QString trimmed = name.trimmed();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, trimmed);
    const qsizetype end = finder.toNextBoundary();
    return end > 0 ? trimmed.first(end).toUpper() : u"?"_s;
}

void paintAvatar(QPainter *painter, const QRectF &area, const QString &nickname)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(nicknameColour(nickname));
    painter->drawEllipse(area);
    QFont font = painter->font();
    font.setPixelSize(qMax(8, qRound(area.height() * 0.44)));
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(colour(Colour::AccentText));
    painter->drawText(area, Qt::AlignCenter | Qt::TextDontClip, initialOf(nickname));
    painter->restore();
}

QPixmap avatarPixmap(const QString &nickname, int side, double devicePixelRatio)
{
    QPixmap pixmap(QSize(side, side) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintAvatar(&painter, QRectF(0, 0, side, side), nickname);
    return pixmap;
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace samsa::ui {

namespace {

// Qt's own engine for SVG cannot tint.
class TintedSvgEngine : public QIconEngine
{
public:
    TintedSvgEngine(QByteArray svg, const QColor &tint, const QColor &disabled)
        : m_svg(std::move(svg))
        , m_tint(tint)
        , m_disabled(disabled)
    {
    }

    QIconEngine *clone() const override { return new TintedSvgEngine(m_svg, m_tint, m_disabled); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = m_svg;
        svg.replace("currentColor",
                    (mode == QIcon::Disabled ? m_disabled : m_tint).name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }

private:
    QByteArray m_svg;
    QColor m_tint;
    QColor m_disabled;
};

} // namespace

QIcon themedIcon(const QString &name, Colour tint)
{
    QFile file(QStringLiteral(":/samsa/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new TintedSvgEngine(file.readAll(), colour(tint), colour(Colour::FieldBorder)));
}

} // namespace samsa::ui

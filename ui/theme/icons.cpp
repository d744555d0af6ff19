// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray svgOf(const QString &name)
{
    QFile file(u":/samsa/icons/%1.svg"_s.arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Qt's own engine for SVG cannot tint. Looks the colour up when it paints.
class TintedSvgEngine : public QIconEngine
{
public:
    TintedSvgEngine(QString name, Colour tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
    }

    QIconEngine *clone() const override { return new TintedSvgEngine(m_name, m_tint); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, pixmap(rect.size() * ratio, mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QByteArray tint =
            colour(mode == QIcon::Disabled ? Colour::FieldBorder : m_tint).name().toLatin1();
        const QString key = u"samsa/%1/%2/%3x%4"_s.arg(m_name, QLatin1StringView(tint))
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QSvgRenderer renderer(svgOf(m_name).replace("currentColor", tint));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

private:
    QString m_name;
    Colour m_tint;
};

} // namespace

QIcon themedIcon(const QString &name, Colour tint)
{
    if (!QFile::exists(u":/samsa/icons/%1.svg"_s.arg(name)))
        return {};
    return QIcon(new TintedSvgEngine(name, tint));
}

QIcon applicationIcon()
{
    return themedIcon(u"samsa"_s, Colour::Accent);
}

} // namespace samsa::ui

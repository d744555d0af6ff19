// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/empty_state.h"
#include "ui/widgets/field_error.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pixmap_label.h"

#include <QLineEdit>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

QPixmap filled(const QColor &colour)
{
    QPixmap pixmap(4, 4);
    pixmap.fill(colour);
    return pixmap;
}

class LabelOnAnyScreen : public PixmapLabel
{
public:
    using PixmapLabel::PixmapLabel;

    double m_screensRatio = 1;

protected:
    int metric(PaintDeviceMetric which) const override
    {
        if (which == PdmDevicePixelRatio)
            return qRound(m_screensRatio);
        if (which == PdmDevicePixelRatioScaled)
            return qRound(m_screensRatio * devicePixelRatioFScale());
        return PixmapLabel::metric(which);
    }
};

} // namespace

class TestPixmapLabel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void isDrawnAnewWhenTheThemeChanges();
    void isDrawnAnewWhenTheScreenChanges();
    void isDrawnForTheScreenThatItComesUpOn();
    void isDrawnAnewWhenAskedTo();
    void anIconIsAsSharpAsTheScreen();
    void everyPixmapOfAWindowFollowsTheTheme();
};

void TestPixmapLabel::init()
{
    applyTheme(Scheme::Light);
}

void TestPixmapLabel::cleanup()
{
    applyTheme(Scheme::Light);
}

void TestPixmapLabel::isDrawnAnewWhenTheThemeChanges()
{
    const PixmapLabel label([](double) { return filled(colour(Colour::Window)); });
    QCOMPARE(label.pixmap().toImage().pixelColor(1, 1), colour(Colour::Window, false));
    applyTheme(Scheme::Dark);
    QCOMPARE(label.pixmap().toImage().pixelColor(1, 1), colour(Colour::Window, true));
}

void TestPixmapLabel::isDrawnAnewWhenTheScreenChanges()
{
    QList<double> ratios;
    PixmapLabel label([&ratios](double ratio) {
        ratios.append(ratio);
        return filled(Qt::white);
    });
    QEvent screenChange(QEvent::ScreenChangeInternal);
    QCoreApplication::sendEvent(&label, &screenChange);
    QCOMPARE(ratios, QList<double>({label.devicePixelRatio(), label.devicePixelRatio()}));
}

void TestPixmapLabel::isDrawnForTheScreenThatItComesUpOn()
{
    QList<double> ratios;
    LabelOnAnyScreen label([&ratios](double ratio) {
        ratios.append(ratio);
        QPixmap pixmap = filled(Qt::white);
        pixmap.setDevicePixelRatio(ratio);
        return pixmap;
    });
    label.m_screensRatio = 2; // no event tells of it
    label.grab();
    QCOMPARE(ratios.last(), 2.0);
    const qsizetype drawn = ratios.size();
    label.grab();
    QCOMPARE(ratios.size(), drawn);
}

void TestPixmapLabel::isDrawnAnewWhenAskedTo()
{
    QColor now = Qt::red;
    PixmapLabel label([&now](double) { return filled(now); });
    now = Qt::blue;
    label.redraw();
    QCOMPARE(label.pixmap().toImage().pixelColor(1, 1), now);
}

void TestPixmapLabel::anIconIsAsSharpAsTheScreen()
{
    const PixmapLabel label(u"warning"_s, Colour::Warning, 18);
    QCOMPARE(label.pixmap().size(), QSize(18, 18) * label.devicePixelRatio());
    QCOMPARE(label.pixmap().devicePixelRatio(), label.devicePixelRatio());
}

void TestPixmapLabel::everyPixmapOfAWindowFollowsTheTheme()
{
    QWidget window;
    auto *field = new QLineEdit(&window);
    auto *error = new FieldError(field, u"error"_s, &window);
    auto *notice = new NoticeBar(&window);
    new EmptyState(u"rooms"_s, u"Nothing"_s, u"Do something."_s, &window);
    error->say(u"Wrong."_s);
    notice->say(u"Away."_s);
    window.show();
    const auto labels = window.findChildren<PixmapLabel *>();
    QCOMPARE(labels.size(), 3);
    QList<QImage> light;
    for (const PixmapLabel *label : labels)
        light.append(label->pixmap().toImage());
    applyTheme(Scheme::Dark);
    for (qsizetype i = 0; i < labels.size(); ++i)
        QVERIFY2(labels[i]->pixmap().toImage() != light[i],
                 labels[i]->parentWidget()->metaObject()->className());
}

QTEST_MAIN(TestPixmapLabel)
#include "tst_pixmap_label.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

struct Reading
{
    Colour text;
    Colour ground;
};

// What is read, and on what: 4.5 to 1 (WCAG 2.1, 1.4.3).
constexpr Reading readings[] {
    {Colour::Text, Colour::Window},
    {Colour::Text, Colour::Sidebar},
    {Colour::Text, Colour::Surface},
    {Colour::Text, Colour::Raised},
    {Colour::Text, Colour::Selection},
    {Colour::Text, Colour::Hover},
    {Colour::SecondaryText, Colour::Window},
    {Colour::SecondaryText, Colour::Sidebar},
    {Colour::SecondaryText, Colour::Surface},
    {Colour::SecondaryText, Colour::Raised},
    {Colour::SecondaryText, Colour::Selection},
    {Colour::SecondaryText, Colour::Hover},
    {Colour::AccentText, Colour::Accent},
    {Colour::AccentText, Colour::AccentHover},
    {Colour::OwnText, Colour::OwnBubble},
    {Colour::OwnSecondaryText, Colour::OwnBubble},
    {Colour::OwnLink, Colour::OwnBubble},
    {Colour::OtherText, Colour::OtherBubble},
    {Colour::OtherSecondaryText, Colour::OtherBubble},
    {Colour::Link, Colour::OtherBubble},
    {Colour::PillText, Colour::Pill},
    {Colour::NewLine, Colour::Surface},
    {Colour::Error, Colour::Window},
    {Colour::Error, Colour::Raised},
    {Colour::Error, Colour::Surface},
    {Colour::Error, Colour::Sidebar},
    {Colour::Error, Colour::ErrorSurface},
    {Colour::Warning, Colour::WarningSurface},
    {Colour::Good, Colour::Window},
    {Colour::BadgeText, Colour::Badge},
};

// What is seen as a shape: 3 to 1 (1.4.11).
constexpr Reading shapes[] {
    {Colour::FieldBorder, Colour::Window},  {Colour::FieldBorder, Colour::Raised},
    {Colour::FieldBorder, Colour::Sidebar}, {Colour::Focus, Colour::Window},
    {Colour::Focus, Colour::Raised},        {Colour::Focus, Colour::Sidebar},
    {Colour::Focus, Colour::Surface},       {Colour::Accent, Colour::Raised},
};

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastIsThatOfWcag();
    void textHasEnoughContrast_data();
    void textHasEnoughContrast();
    void shapesHaveEnoughContrast_data();
    void shapesHaveEnoughContrast();
    void nicknamesHaveEnoughContrast_data();
    void nicknamesHaveEnoughContrast();
    void aNicknameAlwaysHasTheSameColour();
    void appliesAtOnceToWhatIsShown();
    void everyColourOfTheStyleSheetIsKnown();
    void everyIconCanBeDrawnAndTakesTheTint();
    void anUnknownIconIsNull();
};

void TestTheme::contrastIsThatOfWcag()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 100), 2100);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white) * 100), 100);
    QCOMPARE(qRound(contrast(QColor(0x77, 0x77, 0x77), Qt::white) * 100),
             448); // the known near miss
}

void TestTheme::textHasEnoughContrast_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestTheme::textHasEnoughContrast()
{
    QFETCH(const bool, dark);
    for (const Reading &reading : readings) {
        const double ratio = contrast(colour(reading.text, dark), colour(reading.ground, dark));
        QVERIFY2(ratio >= 4.5,
                 qPrintable(u"colour %1 on %2: %3"_s.arg(static_cast<int>(reading.text))
                                .arg(static_cast<int>(reading.ground))
                                .arg(ratio)));
    }
}

void TestTheme::shapesHaveEnoughContrast_data()
{
    textHasEnoughContrast_data();
}

void TestTheme::shapesHaveEnoughContrast()
{
    QFETCH(const bool, dark);
    for (const Reading &reading : shapes) {
        const double ratio = contrast(colour(reading.text, dark), colour(reading.ground, dark));
        QVERIFY2(ratio >= 3.0,
                 qPrintable(u"colour %1 on %2: %3"_s.arg(static_cast<int>(reading.text))
                                .arg(static_cast<int>(reading.ground))
                                .arg(ratio)));
    }
}

void TestTheme::nicknamesHaveEnoughContrast_data()
{
    textHasEnoughContrast_data();
}

void TestTheme::nicknamesHaveEnoughContrast()
{
    QFETCH(const bool, dark);
    for (int which = 0; which < nicknameColours; ++which) {
        QVERIFY(contrast(nicknameColour(which, dark), colour(Colour::AccentText, dark)) >= 4.5);
        for (const Colour ground : {Colour::Surface, Colour::Sidebar, Colour::Raised})
            QVERIFY(contrast(nicknameTextColour(which, dark), colour(ground, dark)) >= 4.5);
    }
}

void TestTheme::aNicknameAlwaysHasTheSameColour()
{
    QCOMPARE(nicknameColour(u"Ann"_s), nicknameColour(u"ANN"_s));
    QSet<QRgb> colours;
    for (int i = 0; i < 64; ++i)
        colours.insert(nicknameColour(u"person %1"_s.arg(i)).rgb());
    QCOMPARE(colours.size(), nicknameColours);
}

void TestTheme::appliesAtOnceToWhatIsShown()
{
    applyTheme(Scheme::Light);
    QVERIFY(!isDark());
    QCOMPARE(chosenScheme(), Scheme::Light);
    QLabel label(u"text"_s);
    label.show();
    QVERIFY(QTest::qWaitForWindowExposed(&label));
    QCOMPARE(label.palette().color(QPalette::Window), colour(Colour::Window, false));

    applyTheme(Scheme::Dark);

    QVERIFY(isDark());
    QCOMPARE(label.palette().color(QPalette::Window), colour(Colour::Window, true));
    QCOMPARE(colour(Colour::Text), colour(Colour::Text, true));

    applyTheme(Scheme::System); // offscreen knows no dark desktop
    QVERIFY(!isDark());
    QCOMPARE(chosenScheme(), Scheme::System);
}

void TestTheme::everyColourOfTheStyleSheetIsKnown()
{
    for (const bool dark : {false, true}) {
        QVERIFY(!styleSheet(dark).contains(QLatin1Char('@')));
        QVERIFY(styleSheet(dark).contains(colour(Colour::Accent, dark).name()));
    }
}

void TestTheme::everyIconCanBeDrawnAndTakesTheTint()
{
    applyTheme(Scheme::Light);
    const QStringList files = QDir(u":/samsa/icons"_s).entryList();
    QVERIFY(files.size() > 20);
    for (const QString &file : files) {
        const QString name = file.chopped(4);
        const QImage image = themedIcon(name, Colour::Error).pixmap(QSize(24, 24), 2.0).toImage();
        QCOMPARE(image.size(), QSize(48, 48));
        int painted = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() < 255)
                    continue;
                ++painted;
                if (name != QLatin1String("samsa"))
                    QCOMPARE(pixel.rgb(), colour(Colour::Error).rgb());
            }
        }
        QVERIFY2(painted > 10, qPrintable(name));
    }
}

void TestTheme::anUnknownIconIsNull()
{
    QVERIFY(themedIcon(u"no such icon"_s, Colour::Text).isNull());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

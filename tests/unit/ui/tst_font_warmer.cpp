// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/font_warmer.h"

#include <QFile>
#include <QFontDatabase>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QTextLayout>

using namespace samsa;
using namespace Qt::Literals::StringLiterals;

class TestFontWarmer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void leavesNoFontToBeLoadedByTheFirstText();
    void beginsAnewWithOtherFonts();
};

namespace {

void layOut(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

/// The files of fonts that are open: FreeType maps each that it reads.
QSet<QByteArray> openFonts()
{
    QSet<QByteArray> found;
    QFile maps(u"/proc/self/maps"_s);
    if (!maps.open(QIODevice::ReadOnly))
        return found;
    for (const QByteArray &line : maps.readAll().split('\n'))
        if (line.endsWith(".ttf") || line.endsWith(".ttc") || line.endsWith(".otf"))
            found.insert(line.mid(line.indexOf('/')));
    return found;
}

} // namespace

void TestFontWarmer::leavesNoFontToBeLoadedByTheFirstText()
{
#ifndef Q_OS_LINUX
    QSKIP("Which fonts are open is looked up in /proc.");
#endif
    layOut(u"Latin"_s, QFont());
    ui::FontWarmer warmer;
    QSignalSpy done(&warmer, &ui::FontWarmer::done);
    warmer.warm({QFont()});
    QVERIFY(done.wait());
    const auto warm = openFonts();
    layOut(u"\ud55c\uad6d\uc5b4 \U0001f44d \u05d0 \u0628 \u0e01 \u4e2d"_s, QFont());
    QCOMPARE(openFonts(), warm);
}

void TestFontWarmer::beginsAnewWithOtherFonts()
{
    ui::FontWarmer warmer;
    QSignalSpy done(&warmer, &ui::FontWarmer::done);
    warmer.warm({QFont()});
    QFont bold;
    bold.setBold(true);
    warmer.warm({QFont(), bold});
    QVERIFY(done.wait());
    QCOMPARE(done.size(), 1);
}

QTEST_MAIN(TestFontWarmer)
#include "tst_font_warmer.moc"

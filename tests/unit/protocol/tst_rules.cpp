// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "protocol/rules.h"

#include <QTest>

using namespace samsa::protocol;

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAGoodName_data();
    void keepsAGoodName();
    void refusesABadName_data();
    void refusesABadName();
    void countsWhatAPersonSeesAsCharacters();
    void namesTheCodeAndTheCharacter();
    void boundsANameOfEndlessMarks();
    void foldsWhatLooksAlike_data();
    void foldsWhatLooksAlike();
    void foldsEveryCharacterForGood();
    void keepsDifferentNamesApart();
    void takesAGoodText_data();
    void takesAGoodText();
    void refusesABadText_data();
    void refusesABadText();
    void takesATextUpToTheLimits();
    void cutsAPreviewBetweenCharacters();
};

void RulesTest::keepsAGoodName_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << QStringLiteral("Ann") << QStringLiteral("Ann");
    QTest::newRow("trimmed") << QStringLiteral(" \t Ann \n") << QStringLiteral("Ann");
    QTest::newRow("inner space") << QStringLiteral("Ann Lee") << QStringLiteral("Ann Lee");
    QTest::newRow("run of spaces") << QStringLiteral("Ann   Lee") << QStringLiteral("Ann Lee");
    QTest::newRow("wide spaces") << QStringLiteral("Ann\u00a0\u3000Lee")
                                 << QStringLiteral("Ann Lee");
    QTest::newRow("NFC") << QStringLiteral("Ame\u0301lie") << QStringLiteral("Am\u00e9lie");
    QTest::newRow("Arabic") << QStringLiteral("\u0645\u062d\u0645\u062f")
                            << QStringLiteral("\u0645\u062d\u0645\u062f");
    QTest::newRow("Persian with ZWNJ") << QStringLiteral("\u0645\u06cc\u200c\u062f\u0627\u0646")
                                       << QStringLiteral("\u0645\u06cc\u200c\u062f\u0627\u0646");
    QTest::newRow("family with ZWJ") << QStringLiteral("👨‍👩‍👧‍👦")
                                     << QStringLiteral("👨‍👩‍👧‍👦");
    QTest::newRow("heart with selector") << QStringLiteral("❤️") << QStringLiteral("❤️");
    QTest::newRow("punctuation") << QStringLiteral("<b>\"'&\\") << QStringLiteral("<b>\"'&\\");
    QTest::newRow("one") << QStringLiteral("猫") << QStringLiteral("猫");
}

void RulesTest::keepsAGoodName()
{
    QFETCH(const QString, given);
    QFETCH(const QString, kept);
    const Result<QString> nickname = checkNickname(given);
    QVERIFY2(nickname.ok(), qPrintable(nickname ? QString() : nickname.error().sentence));
    QCOMPARE(*nickname, kept);
    const Result<QString> again = checkNickname(*nickname);
    QVERIFY(again.ok());
    QCOMPARE(*again, kept);
    QCOMPARE(*checkRoomName(given), kept);
}

void RulesTest::refusesABadName_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QString &given, const char *reason) {
        QTest::newRow(name) << given << QString::fromLatin1(reason);
    };
    const auto with = [](char32_t c) {
        return QString(QStringLiteral("An")).append(QChar::fromUcs4(c)).append(QLatin1Char('n'));
    };
    row("null", QString(), "empty");
    row("spaces", QStringLiteral(" \u3000\t"), "empty");
    row("NUL", with(0), "control character");
    row("tab inside", with('\t'), "control character");
    row("newline inside", with('\n'), "control character");
    row("delete", with(0x7f), "control character");
    row("C1", with(0x85), "control character");
    row("line separator", with(0x2028), "line break");
    row("paragraph separator", with(0x2029), "line break");
    row("private use", with(0xe000), "private-use");
    row("private plane", with(0xf0000), "private-use");
    row("unassigned", with(0x0378), "not assigned");
    row("noncharacter", with(0xffff), "not assigned");
    row("lone surrogate", QStringLiteral("An") + QChar(0xd800) + QStringLiteral("n"), "surrogate");
    row("lone low surrogate", QStringLiteral("An") + QChar(0xdc00), "surrogate");
    for (const char32_t c : {0x061cu, 0x200eu, 0x200fu, 0x202au, 0x202bu, 0x202cu, 0x202du, 0x202eu,
                             0x2066u, 0x2067u, 0x2068u, 0x2069u})
        row(qPrintable(QStringLiteral("direction %1").arg(static_cast<uint>(c), 0, 16)), with(c),
            "direction");
    row("only ZWJ", QStringLiteral("\u200d\u200d"), "visible");
    row("only variation selectors", QStringLiteral("\ufe0f"), "visible");
    row("only a Hangul filler", QStringLiteral("\u3164"), "visible");
    row("only blank Braille", QStringLiteral("\u2800 \u2800"), "visible");
    row("only marks", QStringLiteral("\u0301\u0302"), "visible");
    row("stacked marks", QStringLiteral("a") + QString(9, QChar(0x0335)), "stack");
}

void RulesTest::refusesABadName()
{
    QFETCH(const QString, given);
    QFETCH(const QString, reason);
    for (const auto &check : {&checkNickname, &checkRoomName}) {
        const Result<QString> checked = check(given);
        QVERIFY(!checked.ok());
        QVERIFY2(checked.error().sentence.contains(reason), qPrintable(checked.error().sentence));
    }
}

void RulesTest::countsWhatAPersonSeesAsCharacters()
{
    for (const QString &one : {QStringLiteral("a"), QStringLiteral("é"), QStringLiteral("q\u0301"),
                               QStringLiteral("👨‍👩‍👧‍👦"), QStringLiteral("🇩🇪"),
                               QStringLiteral("👍🏽"), QStringLiteral("\u1100\u1161\u11a8")}) {
        QVERIFY2(checkNickname(one.repeated(20)).ok(), qPrintable(one));
        const Result<QString> over = checkNickname(one.repeated(21));
        QVERIFY2(!over.ok(), qPrintable(one));
        QCOMPARE(over.error().sentence,
                 QStringLiteral("A nickname may have at most 20 characters."));
        QVERIFY2(checkRoomName(one.repeated(50)).ok(), qPrintable(one));
        QVERIFY2(!checkRoomName(one.repeated(51)).ok(), qPrintable(one));
    }
}

void RulesTest::namesTheCodeAndTheCharacter()
{
    const QString bad = QStringLiteral("a\u202eb");
    QCOMPARE(checkNickname(bad).error().code, Code::NicknameInvalid);
    QCOMPARE(checkRoomName(bad).error().code, Code::RoomNameInvalid);
    QVERIFY(checkNickname(bad).error().sentence.contains(QStringLiteral("U+202E")));
}

void RulesTest::boundsANameOfEndlessMarks()
{
    // One grapheme for UAX #29, however long it is.
    QString name = QStringLiteral("a");
    for (int joined = 0; joined < 100'000; ++joined)
        name += QStringLiteral("\u200d");
    QVERIFY(!checkNickname(name).ok());
    QVERIFY(!checkNickname(name.first(300)).ok());
}

void RulesTest::foldsWhatLooksAlike_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << QStringLiteral("Ann") << QStringLiteral("aNN");
    QTest::newRow("full width") << QStringLiteral("Ann") << QStringLiteral("Ａnn");
    QTest::newRow("ligature") << QStringLiteral("ofﬁce") << QStringLiteral("OFFICE");
    QTest::newRow("sharp s") << QStringLiteral("Straße") << QStringLiteral("STRASSE");
    QTest::newRow("accents") << QStringLiteral("Ame\u0301lie") << QStringLiteral("AM\u00c9LIE");
    QTest::newRow("final sigma") << QStringLiteral("ΟΔΟΣ") << QStringLiteral("οδος");
    QTest::newRow("invisible") << QStringLiteral("Ann") << QStringLiteral("An\u200bn\u2060");
    QTest::newRow("soft hyphen") << QStringLiteral("Ann") << QStringLiteral("An\u00adn");
    QTest::newRow("filler") << QStringLiteral("Ann") << QStringLiteral("Ann\u3164");
    QTest::newRow("spaces") << QStringLiteral("Ann Lee") << QStringLiteral("ann\u3000 lee");
    QTest::newRow("Cherokee") << QStringLiteral("\u13a0") << QStringLiteral("\uab70");
    QTest::newRow("iota below") << QStringLiteral("\u1fb3") << QStringLiteral("\u1fbc");
}

void RulesTest::foldsWhatLooksAlike()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QCOMPARE(foldName(one), foldName(other));
    QCOMPARE(foldName(foldName(one)), foldName(one));
    QCOMPARE(foldName(foldName(other)), foldName(other));
}

void RulesTest::foldsEveryCharacterForGood()
{
    for (char32_t c = 0x20; c < 0x110000; ++c) {
        if (QChar::isSurrogate(c) || QChar::category(c) == QChar::Other_NotAssigned
            || QChar::category(c) == QChar::Other_PrivateUse)
            continue;
        const QString one = QString().append(QChar::fromUcs4(c));
        const QString folded = foldName(one);
        if (foldName(folded) != folded || foldName(one.toUpper()) != folded
            || foldName(one.toLower()) != folded
            || foldName(one.normalized(QString::NormalizationForm_KD)) != folded)
            QFAIL(qPrintable(QStringLiteral("U+%1").arg(static_cast<uint>(c), 0, 16)));
    }
}

void RulesTest::keepsDifferentNamesApart()
{
    QVERIFY(foldName(QStringLiteral("Ann")) != foldName(QStringLiteral("Anna")));
    QVERIFY(foldName(QStringLiteral("Ann")) != foldName(QStringLiteral("Änn")));
    QVERIFY(foldName(QStringLiteral("Ann Lee")) != foldName(QStringLiteral("AnnLee")));
    QVERIFY(foldName(QStringLiteral("👍")) != foldName(QStringLiteral("👎")));
}

void RulesTest::takesAGoodText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("hello");
    QTest::newRow("lines and tabs") << QByteArray("a\n\tb");
    QTest::newRow("two bytes") << QByteArray("é");
    QTest::newRow("three bytes") << QByteArray("猫");
    QTest::newRow("four bytes") << QByteArray("😀");
    QTest::newRow("family") << QByteArray("👨‍👩‍👧‍👦");
    QTest::newRow("right to left") << QByteArray("\u200fשלום");
    QTest::newRow("smallest of each length") << QByteArray("\xc2\xa1\xe0\xa0\x80\xf0\x90\x80\x80");
    QTest::newRow("largest of each length")
        << QByteArray("\xdf\xbf\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf4\x8f\xbf\xbf");
    QTest::newRow("spaces around") << QByteArray("  a  ");
}

void RulesTest::takesAGoodText()
{
    QFETCH(const QByteArray, text);
    const Result<void> checked = checkText(text);
    QVERIFY2(checked.ok(), qPrintable(checked ? QString() : checked.error().sentence));
}

void RulesTest::refusesABadText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &text, const char *reason) {
        QTest::newRow(name) << text << QString::fromLatin1(reason);
    };
    row("empty", {}, "empty");
    row("white space", " \t\n\u00a0\u3000\u2003\u2028", "empty");
    row("invisible", "\u200b\u2060\ufeff\u200d", "empty");
    row("NUL", QByteArray("a\0b", 3), "U+0000");
    row("carriage return", "a\r\nb", "U+000D");
    row("escape", "\x1b[31m", "U+001B");
    row("delete", "\x7f", "U+007F");
    row("C1", "a\xc2\x85", "U+0085");
    row("last C1", "a\xc2\x9f", "U+009F");
    row("stray continuation", "a\x80", "byte 1");
    row("cut short", "ab\xc3", "byte 2");
    row("cut short, three", "\xe7\x8c", "not UTF-8");
    row("cut short, four", "\xf0\x9f\x98", "not UTF-8");
    row("followed by ASCII", "\xc3(", "not UTF-8");
    row("third byte wrong", "\xe7\x8c(", "not UTF-8");
    row("fourth byte wrong", "\xf0\x9f\x98\xc0", "not UTF-8");
    row("overlong NUL", "\xc0\x80", "not UTF-8");
    row("overlong slash", "\xc1\xaf", "not UTF-8");
    row("overlong of three", "\xe0\x9f\xbf", "not UTF-8");
    row("overlong of four", "\xf0\x8f\xbf\xbf", "not UTF-8");
    row("surrogate", "\xed\xa0\x80", "not UTF-8");
    row("low surrogate", "\xed\xbf\xbf", "not UTF-8");
    row("beyond Unicode", "\xf4\x90\x80\x80", "not UTF-8");
    row("lead of five", "\xf8\x88\x80\x80\x80", "not UTF-8");
    row("0xff", "\xff", "not UTF-8");
    row("too many bytes", QByteArray(limits::textBytes + 1, 'a'), "bytes");
    row("too many characters", QByteArray(limits::textCodePoints + 1, 'a'), "characters");
}

void RulesTest::refusesABadText()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, reason);
    const Result<void> checked = checkText(text);
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::TextInvalid);
    QVERIFY2(checked.error().sentence.contains(reason), qPrintable(checked.error().sentence));
}

void RulesTest::takesATextUpToTheLimits()
{
    QVERIFY(checkText(QByteArray(limits::textCodePoints, 'a')).ok());
    const QByteArray most = QByteArray("😀").repeated(limits::textCodePoints);
    QVERIFY(most.size() <= limits::textBytes);
    QVERIFY(checkText(most).ok());
    QVERIFY(!checkText(most + "a").ok());
}

void RulesTest::cutsAPreviewBetweenCharacters()
{
    QCOMPARE(previewOf(QStringLiteral("a\nb\tc")), QStringLiteral("a b c"));
    QCOMPARE(previewOf(QStringLiteral("short")), QStringLiteral("short"));
    const QString smile = QStringLiteral("😀");
    QCOMPARE(previewOf(smile.repeated(500)), smile.repeated(limits::previewCodePoints));
    QCOMPARE(previewOf(QString(QChar(0xd83d))), QString(QChar(0xd83d)));
}

QTEST_APPLESS_MAIN(RulesTest)
#include "tst_rules.moc"

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "protocol/rules.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

class TestRules : public QObject
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
    void makesLineEndsOneKind_data();
    void makesLineEndsOneKind();
    void cutsAPreviewBetweenCharacters();
    void takesAReaction_data();
    void takesAReaction();
    void refusesWhatIsNoReaction_data();
    void refusesWhatIsNoReaction();
};

void TestRules::keepsAGoodName_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << u"Ann"_s << u"Ann"_s;
    QTest::newRow("trimmed") << u" \t Ann \n"_s << u"Ann"_s;
    QTest::newRow("inner space") << u"Ann Lee"_s << u"Ann Lee"_s;
    QTest::newRow("run of spaces") << u"Ann   Lee"_s << u"Ann Lee"_s;
    QTest::newRow("wide spaces") << u"Ann\u00a0\u3000Lee"_s << u"Ann Lee"_s;
    QTest::newRow("NFC") << u"Ame\u0301lie"_s << u"Am\u00e9lie"_s;
    QTest::newRow("Arabic") << u"\u0645\u062d\u0645\u062f"_s << u"\u0645\u062d\u0645\u062f"_s;
    QTest::newRow("Persian with ZWNJ")
        << u"\u0645\u06cc\u200c\u062f\u0627\u0646"_s << u"\u0645\u06cc\u200c\u062f\u0627\u0646"_s;
    QTest::newRow("family with ZWJ")
        << u"👨‍👩‍👧‍👦"_s << u"👨‍👩‍👧‍👦"_s;
    QTest::newRow("heart with selector") << u"❤️"_s << u"❤️"_s;
    QTest::newRow("punctuation") << u"<b>\"'&\\"_s << u"<b>\"'&\\"_s;
    QTest::newRow("one") << u"猫"_s << u"猫"_s;
}

void TestRules::keepsAGoodName()
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

void TestRules::refusesABadName_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QString &given, const char *reason) {
        QTest::newRow(name) << given << QString::fromLatin1(reason);
    };
    const auto with = [](char32_t c) {
        return QString(u"An"_s).append(QChar::fromUcs4(c)).append(QLatin1Char('n'));
    };
    row("null", QString(), "empty");
    row("spaces", u" \u3000\t"_s, "empty");
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
    row("lone surrogate", u"An"_s + QChar(0xd800) + u"n"_s, "surrogate");
    row("lone low surrogate", u"An"_s + QChar(0xdc00), "surrogate");
    for (const char32_t c : {0x061cu, 0x200eu, 0x200fu, 0x202au, 0x202bu, 0x202cu, 0x202du, 0x202eu,
                             0x2066u, 0x2067u, 0x2068u, 0x2069u})
        row(qPrintable(u"direction %1"_s.arg(static_cast<uint>(c), 0, 16)), with(c), "direction");
    row("only ZWJ", u"\u200d\u200d"_s, "visible");
    row("only variation selectors", u"\ufe0f"_s, "visible");
    row("only a Hangul filler", u"\u3164"_s, "visible");
    row("only blank Braille", u"\u2800 \u2800"_s, "visible");
    row("only marks", u"\u0301\u0302"_s, "visible");
    row("stacked marks", u"a"_s + QString(9, QChar(0x0335)), "stack");
}

void TestRules::refusesABadName()
{
    QFETCH(const QString, given);
    QFETCH(const QString, reason);
    for (const auto &check : {&checkNickname, &checkRoomName}) {
        const Result<QString> checked = check(given);
        QVERIFY(!checked.ok());
        QVERIFY2(checked.error().sentence.contains(reason), qPrintable(checked.error().sentence));
    }
}

void TestRules::countsWhatAPersonSeesAsCharacters()
{
    for (const QString &one : {u"a"_s, u"é"_s, u"q\u0301"_s, u"👨‍👩‍👧‍👦"_s,
                               u"🇩🇪"_s, u"👍🏽"_s, u"\u1100\u1161\u11a8"_s}) {
        QVERIFY2(checkNickname(one.repeated(20)).ok(), qPrintable(one));
        const Result<QString> over = checkNickname(one.repeated(21));
        QVERIFY2(!over.ok(), qPrintable(one));
        QCOMPARE(over.error().sentence, u"A nickname may have at most 20 characters."_s);
        QVERIFY2(checkRoomName(one.repeated(50)).ok(), qPrintable(one));
        QVERIFY2(!checkRoomName(one.repeated(51)).ok(), qPrintable(one));
    }
}

void TestRules::namesTheCodeAndTheCharacter()
{
    const QString bad = u"a\u202eb"_s;
    QCOMPARE(checkNickname(bad).error().code, Code::NicknameInvalid);
    QCOMPARE(checkRoomName(bad).error().code, Code::RoomNameInvalid);
    QVERIFY(checkNickname(bad).error().sentence.contains(u"U+202E"_s));
}

void TestRules::boundsANameOfEndlessMarks()
{
    // One grapheme for UAX #29, however long it is.
    QString name = u"a"_s;
    for (int joined = 0; joined < 100'000; ++joined)
        name += u"\u200d"_s;
    QVERIFY(!checkNickname(name).ok());
    QVERIFY(!checkNickname(name.first(300)).ok());
}

void TestRules::foldsWhatLooksAlike_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << u"Ann"_s << u"aNN"_s;
    QTest::newRow("full width") << u"Ann"_s << u"Ａnn"_s;
    QTest::newRow("ligature") << u"ofﬁce"_s << u"OFFICE"_s;
    QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s;
    QTest::newRow("accents") << u"Ame\u0301lie"_s << u"AM\u00c9LIE"_s;
    QTest::newRow("final sigma") << u"ΟΔΟΣ"_s << u"οδος"_s;
    QTest::newRow("invisible") << u"Ann"_s << u"An\u200bn\u2060"_s;
    QTest::newRow("soft hyphen") << u"Ann"_s << u"An\u00adn"_s;
    QTest::newRow("filler") << u"Ann"_s << u"Ann\u3164"_s;
    QTest::newRow("spaces") << u"Ann Lee"_s << u"ann\u3000 lee"_s;
    QTest::newRow("Cherokee") << u"\u13a0"_s << u"\uab70"_s;
    QTest::newRow("iota below") << u"\u1fb3"_s << u"\u1fbc"_s;
}

void TestRules::foldsWhatLooksAlike()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QCOMPARE(foldName(one), foldName(other));
    QCOMPARE(foldName(foldName(one)), foldName(one));
    QCOMPARE(foldName(foldName(other)), foldName(other));
}

void TestRules::foldsEveryCharacterForGood()
{
    for (char32_t c = 0x20; c < 0x110000; ++c) {
        if (QChar::isSurrogate(c) || QChar::category(c) == QChar::Other_NotAssigned
            || QChar::category(c) == QChar::Other_PrivateUse)
            continue;
        const QString one = QString().append(QChar::fromUcs4(c));
        const QString folded = foldName(one);
        // The capital of a "ı" without a dot is that of an "i" too.
        const bool capitalIsOurs = c != 0x131;
        if (foldName(folded) != folded || (capitalIsOurs && foldName(one.toUpper()) != folded)
            || foldName(one.toLower()) != folded
            || foldName(one.normalized(QString::NormalizationForm_KD)) != folded)
            QFAIL(qPrintable(u"U+%1"_s.arg(static_cast<uint>(c), 0, 16)));
    }
}

void TestRules::keepsDifferentNamesApart()
{
    QVERIFY(foldName(u"Ann"_s) != foldName(u"Anna"_s));
    QVERIFY(foldName(u"Ann"_s) != foldName(u"Änn"_s));
    QVERIFY(foldName(u"Ann Lee"_s) != foldName(u"AnnLee"_s));
    QVERIFY(foldName(u"👍"_s) != foldName(u"👎"_s));
    QVERIFY(foldName(u"Alı"_s) != foldName(u"Ali"_s));
    QVERIFY(foldName(u"ALI"_s) != foldName(u"Alı"_s));
}

void TestRules::takesAGoodText_data()
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

void TestRules::takesAGoodText()
{
    QFETCH(const QByteArray, text);
    const Result<void> checked = checkText(text);
    QVERIFY2(checked.ok(), qPrintable(checked ? QString() : checked.error().sentence));
}

void TestRules::refusesABadText_data()
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

void TestRules::refusesABadText()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, reason);
    const Result<void> checked = checkText(text);
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::TextInvalid);
    QVERIFY2(checked.error().sentence.contains(reason), qPrintable(checked.error().sentence));
}

void TestRules::takesATextUpToTheLimits()
{
    QVERIFY(checkText(QByteArray(limits::textCodePoints, 'a')).ok());
    const QByteArray most = QByteArray("😀").repeated(limits::textCodePoints);
    QVERIFY(most.size() <= limits::textBytes);
    QVERIFY(checkText(most).ok());
    QVERIFY(!checkText(most + "a").ok());
}

void TestRules::makesLineEndsOneKind_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("none") << QByteArray("a\tb") << QByteArray("a\tb");
    QTest::newRow("LF") << QByteArray("a\n\nb\n") << QByteArray("a\n\nb\n");
    QTest::newRow("CR LF") << QByteArray("a\r\nb\r\n\r\nc") << QByteArray("a\nb\n\nc");
    QTest::newRow("CR") << QByteArray("\ra\r\rb\r") << QByteArray("\na\n\nb\n");
    QTest::newRow("mixed") << QByteArray("a\r\r\nb\n\rc") << QByteArray("a\n\nb\n\nc");
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void TestRules::makesLineEndsOneKind()
{
    QFETCH(QByteArray, text);
    QTEST(withLineFeeds(text), "kept");
}

void TestRules::cutsAPreviewBetweenCharacters()
{
    QCOMPARE(previewOf(u"a\nb\tc"_s), u"a b c"_s);
    QCOMPARE(previewOf(u"short"_s), u"short"_s);
    const QString smile = u"😀"_s;
    QCOMPARE(previewOf(smile.repeated(500)), smile.repeated(limits::previewCodePoints));
    QCOMPARE(previewOf(QString(QChar(0xd83d))), QString(QChar(0xd83d)));
}

void TestRules::takesAReaction_data()
{
    QTest::addColumn<QString>("reaction");
    QTest::newRow("thumb") << u"👍"_s;
    QTest::newRow("thumb with a tone of skin") << u"👍🏽"_s;
    QTest::newRow("heart with selector") << u"❤️"_s;
    QTest::newRow("family") << u"👨‍👩‍👧‍👦"_s;
    QTest::newRow("flag") << u"🇰🇷"_s;
    QTest::newRow("sign") << u"✓"_s;
}

void TestRules::takesAReaction()
{
    QFETCH(const QString, reaction);
    const auto checked = checkReaction(reaction.toUtf8());
    QVERIFY2(checked.ok(), checked ? "" : qPrintable(checked.error().sentence));
}

void TestRules::refusesWhatIsNoReaction_data()
{
    QTest::addColumn<QByteArray>("reaction");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("blank") << QByteArray(" ");
    QTest::newRow("two") << QByteArray("👍👍");
    QTest::newRow("a word") << QByteArray("yes");
    QTest::newRow("newline") << QByteArray("\n");
    QTest::newRow("control character") << QByteArray("\x07");
    QTest::newRow("zero-width joiner alone") << QByteArray("\xe2\x80\x8d");
    QTest::newRow("a change of direction") << QByteArray("\xe2\x80\xae");
    QTest::newRow("no UTF-8") << QByteArray("\xff");
    QTest::newRow("endless marks") << "e" + QByteArray("\xcc\x81").repeated(40);
}

void TestRules::refusesWhatIsNoReaction()
{
    QFETCH(const QByteArray, reaction);
    const auto checked = checkReaction(reaction);
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::ReactionInvalid);
}

QTEST_APPLESS_MAIN(TestRules)
#include "tst_rules.moc"

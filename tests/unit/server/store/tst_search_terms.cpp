// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search_terms.h"

#include <QTest>

using namespace samsa::store;
using namespace Qt::Literals::StringLiterals;
using samsa::protocol::Code;

/// What a word is, and where a text has it.
class TestSearchTerms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAWordAsItIs();
    void takesPairsOfWhatIsWrittenWithoutSpaces();
    void makesFormsOfOneLetterOne();
    void keepsALongWordShort();
    void findsWhereTheTextMatches_data();
    void findsWhereTheTextMatches();
    void doesNotFindWhatIsNotThere_data();
    void doesNotFindWhatIsNotThere();
    void asksForNoMoreThanTheIndexHas_data();
    void asksForNoMoreThanTheIndexHas();
    void refusesWhatHasNoWord_data();
    void refusesWhatHasNoWord();
    void refusesTooMuch();
    void marksABoundedNumberOfPlaces();
};

void TestSearchTerms::takesAWordAsItIs()
{
    QCOMPARE(searchTermsOf(u"Don't panic, don't!"_s),
             QStringList({u"1don"_s, u"1t"_s, u"1panic"_s}));
}

void TestSearchTerms::takesPairsOfWhatIsWrittenWithoutSpaces()
{
    QCOMPARE(searchTermsOf(u"東京都 x커피"_s),
             QStringList({u"2東京"_s, u"2京都"_s, u"2都"_s, u"1x"_s, u"2커피"_s, u"2피"_s}));
}

void TestSearchTerms::makesFormsOfOneLetterOne()
{
    // Full width; letters with their accents after them; Hangul in its parts; half-width Kana.
    for (const auto &[one, other] :
         {std::pair(u"ＴＥＡ"_s, u"tea"_s), std::pair(u"e\u0301té"_s, u"été"_s),
          std::pair(u"\u1112\u1161\u11ab"_s, u"한"_s), std::pair(u"ｶﾞｽ"_s, u"ガス"_s),
          std::pair(u"ÉTÉ"_s, u"été"_s), std::pair(u"J\u030c"_s, u"ǰ"_s)})
        QCOMPARE(searchTermsOf(one), searchTermsOf(other));
}

void TestSearchTerms::keepsALongWordShort()
{
    const QStringList terms = searchTermsOf(QString(4000, u'a'));
    QCOMPARE(terms.size(), 1);
    QVERIFY(terms.constFirst().size() <= 25);
    const auto query = SearchQuery::parse(QString(150, u'a'));
    QVERIFY(query.ok());
    QVERIFY(query->matches(QString(140, u'a')).isEmpty());
    QVERIFY(!query->matches(QString(160, u'a')).isEmpty());
}

void TestSearchTerms::findsWhereTheTextMatches_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<TextRange>>("ranges");
    const auto row = [](const char *name, const QString &asked, const QString &text,
                        const QList<TextRange> &ranges) {
        QTest::newRow(name) << asked << text << ranges;
    };
    row("the beginning of a word", u"tea"_s, u"A Teapot"_s, {{2, 3}});
    row("every place", u"tea"_s, u"tea, TEA"_s, {{0, 3}, {5, 3}});
    row("words in any order", u"pot tea"_s, u"tea pot"_s, {{0, 3}, {4, 3}});
    row("part of a Korean word", u"피숍"_s, u"새 커피숍에서"_s, {{3, 2}});
    row("part of a Japanese word", u"京都"_s, u"東京都"_s, {{1, 2}});
    row("one Chinese character", u"国"_s, u"中国"_s, {{1, 1}});
    row("letters after them", u"v2 버전"_s, u"새버전v2"_s, {{1, 4}});
    row("behind an emoji", u"tea"_s, u"😀 tea"_s, {{3, 3}});
    row("an emoji", u"😀"_s, u"so😀"_s, {{2, 2}});
    row("decomposed", u"été"_s, u"un e\u0301te\u0301"_s, {{3, 5}});
    row("a ligature", u"off"_s, u"a oﬃce"_s, {{2, 2}});
    row("neighbours that touch", u"東京 京都"_s, u"東京都"_s, {{0, 3}});
    row("with signs", u"\"tea\" -(AND)* :"_s, u"tea and"_s, {{0, 3}, {4, 3}});
}

void TestSearchTerms::findsWhereTheTextMatches()
{
    QFETCH(QString, asked);
    QFETCH(QString, text);
    const auto query = SearchQuery::parse(asked);
    QVERIFY(query.ok());
    QTEST(query->matches(text), "ranges");
}

void TestSearchTerms::doesNotFindWhatIsNotThere_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("text");
    QTest::newRow("inside a word") << u"pot"_s << u"teapot"_s;
    QTest::newRow("one of two words") << u"tea pot"_s << u"tea"_s;
    QTest::newRow("pairs that are apart") << u"東京都"_s << u"東京 京都"_s;
    QTest::newRow("another accent") << u"ete"_s << u"été"_s;
}

void TestSearchTerms::doesNotFindWhatIsNotThere()
{
    QFETCH(QString, asked);
    QFETCH(QString, text);
    QCOMPARE(SearchQuery::parse(asked)->matches(text), {});
}

void TestSearchTerms::asksForNoMoreThanTheIndexHas_data()
{
    findsWhereTheTextMatches_data();
}

/// What matches is found by the index.
void TestSearchTerms::asksForNoMoreThanTheIndexHas()
{
    QFETCH(QString, asked);
    QFETCH(QString, text);
    const QStringList terms = searchTermsOf(text);
    const auto query = SearchQuery::parse(asked);
    for (const SearchQuery::Term &term : query->terms()) {
        const bool there = std::any_of(terms.begin(), terms.end(), [&](const QString &one) {
            return term.prefix ? one.startsWith(term.text) : one == term.text;
        });
        QVERIFY2(there, qPrintable(term.text));
    }
}

void TestSearchTerms::refusesWhatHasNoWord_data()
{
    QTest::addColumn<QString>("asked");
    QTest::newRow("nothing") << QString();
    QTest::newRow("spaces") << u"  \t\n"_s;
    QTest::newRow("signs") << u"\"*-():^{}'\\;%_"_s;
    QTest::newRow("NUL") << QString(3, QChar(0));
    QTest::newRow("half a character") << QString(QChar(0xD800));
    QTest::newRow("a mark on nothing") << u"\u0301"_s;
    QTest::newRow("what cannot be seen") << u"\u200d\u2060"_s;
}

void TestSearchTerms::refusesWhatHasNoWord()
{
    QFETCH(QString, asked);
    const auto query = SearchQuery::parse(asked);
    QVERIFY(!query.ok());
    QCOMPARE(query.error().code, Code::QueryInvalid);
}

void TestSearchTerms::refusesTooMuch()
{
    QVERIFY(SearchQuery::parse(QString(200, u'a')).ok());
    QCOMPARE(SearchQuery::parse(QString(201, u'a')).error().code, Code::QueryInvalid);
    QCOMPARE(SearchQuery::parse(QString(10'000, u'가')).error().code, Code::QueryInvalid);
    QVERIFY(SearchQuery::parse(u"a "_s.repeated(16)).ok());
    QCOMPARE(SearchQuery::parse(u"a "_s.repeated(17)).error().code, Code::QueryInvalid);
}

void TestSearchTerms::marksABoundedNumberOfPlaces()
{
    QCOMPARE(SearchQuery::parse(u"a"_s)->matches(u"a "_s.repeated(2000)).size(), 64);
}

QTEST_GUILESS_MAIN(TestSearchTerms)
#include "tst_search_terms.moc"

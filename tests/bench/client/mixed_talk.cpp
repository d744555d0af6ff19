// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/client/mixed_talk.h"

using namespace Qt::Literals::StringLiterals;

namespace samsa::bench {

namespace {

constexpr int people = 40;
constexpr int longestInWords = 150;

const QStringList &emoji()
{
    static const QStringList all {
        u"👍"_s, u"😂"_s, u"🎉"_s,  u"👩‍👩‍👧‍👦"_s, u"🤷🏽‍♀️"_s,
        u"🇰🇷"_s, u"❤️"_s,  u"🙏🏿"_s};
    return all;
}

} // namespace

QString MixedTalk::text()
{
    switch (m_corpus.random(20)) {
    case 0:
        return longText();
    case 1:
    case 2:
        return m_corpus.text() + u" "_s + link();
    case 3:
    case 4:
        return m_corpus.text() + u" "_s + emoji()[m_corpus.random(int(emoji().size()))];
    case 5:
        return emoji()[m_corpus.random(int(emoji().size()))];
    case 6:
    case 7:
        return rightToLeft();
    case 8:
    case 9:
    case 10:
        return word();
    default:
        return m_corpus.text();
    }
}

QString MixedTalk::nickname()
{
    return u"person%1"_s.arg(m_corpus.random(people));
}

QString MixedTalk::word()
{
    return m_corpus.word(m_corpus.random(5), m_corpus.random(Corpus::words));
}

/// Hebrew or Arabic, with a word in Latin letters or a number in it now and then.
QString MixedTalk::rightToLeft()
{
    const bool hebrew = m_corpus.random(2) == 0;
    QStringList words;
    for (int i = 2 + m_corpus.random(12); i > 0; --i) {
        if (m_corpus.random(8) == 0) {
            words.append(m_corpus.random(2) == 0 ? m_corpus.word(0, m_corpus.random(1000))
                                                 : QString::number(m_corpus.random(10'000)));
            continue;
        }
        QString letters;
        for (int n = 2 + m_corpus.random(6); n > 0; --n)
            letters += QChar(char16_t(hebrew ? u'\u05d0' + m_corpus.random(27)
                                             : u'\u0627' + m_corpus.random(20)));
        words.append(letters);
    }
    return words.join(u' ');
}

QString MixedTalk::link()
{
    return u"https://%1.example/%2/%3?q=%4"_s.arg(
        m_corpus.word(0, m_corpus.random(500)), m_corpus.word(0, m_corpus.random(500)),
        m_corpus.word(0, m_corpus.random(500)), QString::number(m_corpus.random(100'000)));
}

/// Some paragraphs.
QString MixedTalk::longText()
{
    QString text;
    for (int i = 40 + m_corpus.random(longestInWords - 40); i > 0; --i) {
        text += m_corpus.word(m_corpus.random(3), m_corpus.random(2000));
        text += m_corpus.random(25) == 0 ? u'\n' : u' ';
    }
    return text.trimmed();
}

} // namespace samsa::bench

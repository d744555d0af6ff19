// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/search/corpus.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace samsa::bench {

namespace {

struct Script
{
    char16_t first = 0;
    int letters = 0;
    int shortest = 0;
    int longest = 0;
    bool spaces = false;
};

// Letters are taken from the beginning of a script, where they are common enough to be repeated.
constexpr Script scripts[] {
    {u'a', 26, 2, 10, true},      {u'\u0430', 32, 2, 10, true},   {u'\uac00', 1200, 2, 4, true},
    {u'\u3041', 80, 2, 5, false}, {u'\u4e00', 2500, 1, 3, false},
};

} // namespace

Corpus::Corpus()
{
    for (const Script &script : scripts) {
        QStringList list;
        for (int i = 0; i < words; ++i) {
            const int length = script.shortest + random(script.longest - script.shortest + 1);
            QString word;
            for (int at = 0; at < length; ++at)
                word += QChar(char16_t(script.first + random(script.letters)));
            list.append(word);
        }
        m_words.append(list);
    }
}

int Corpus::random(int below)
{
    return int(m_engine() % unsigned(below));
}

/// Half of what is said are a hundred words.
int Corpus::rank()
{
    const double share = double(m_engine()) / double(std::mt19937::max());
    return std::min(words - 1, int(std::pow(double(words), share)) - 1);
}

QString Corpus::text()
{
    // Three of six write English.
    const int language = std::max(0, random(7) - 2);
    QStringList said;
    for (int i = 2 + random(14); i > 0; --i)
        said.append(m_words[language][rank()]);
    return said.join(scripts[language].spaces ? u" "_s : QString());
}

QByteArray Corpus::nickname()
{
    return "person" + QByteArray::number(random(nicknames));
}

} // namespace samsa::bench

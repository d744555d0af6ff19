// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <random>

namespace samsa::bench {

/// What people who write English, Russian, Korean, Japanese and Chinese might say, made of words
/// that are as common as words are (Zipf). The same in each run.
class Corpus
{
public:
    static constexpr int words = 20'000; ///< Of each language.
    static constexpr int nicknames = 500;

    Corpus();

    QString text();
    QByteArray nickname();
    /// A word of a language (0 to 4), the commonest first.
    QString word(int language, int rank) const { return m_words[language][rank]; }
    int random(int below);

private:
    int rank();

    std::mt19937 m_engine {20261123};
    QList<QStringList> m_words;
};

} // namespace samsa::bench

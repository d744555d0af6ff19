// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace samsa::store {

using protocol::Result;

/// A part of a text, in UTF-16 code units.
struct TextRange
{
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const TextRange &, const TextRange &) = default;
};

/// What is written into the index for one message. Texts are compared as names are
/// (protocol::caseFolded()).
/// A word of a script with spaces is a term as it is; of what is written without (Han, Kana,
/// Hangul, Thai and its neighbours, emoji) each two neighbouring characters are a term, and the
/// last one of a run. The first character of a term says which kind it is, so that none is taken
/// for another; all others are letters, digits, marks or emoji. No term twice.
QStringList searchTermsOf(const QString &text);
/// The terms that narrow a search to a room or to somebody.
QString roomTerm(qint64 roomKey);
QString senderTerm(const QString &nickname);

/// What somebody looks for: every word, in any order. A word is found by its beginning, a run of
/// characters without spaces anywhere. Signs mean nothing. A value; thread: any.
class SearchQuery
{
public:
    static constexpr int codePointsMax = 200;
    static constexpr int partsMax = 16;

    struct Term
    {
        QString text;
        bool prefix = false; ///< Also what begins so.
    };

    /// Nothing to look for. parse() gives queries that can be asked.
    SearchQuery() = default;

    /// QueryInvalid: nothing in it to look for, or too much.
    static Result<SearchQuery> parse(const QString &text);

    /// What the index is asked for, all of it. It may find more than matches.
    const QList<Term> &terms() const { return m_terms; }
    /// Where a text has what is looked for, in order, without overlaps, the first of them only if
    /// there are very many; empty if it lacks any part.
    QList<TextRange> matches(const QString &text) const;

private:
    struct Part
    {
        QString text; // Folded.
        bool word = false;
    };

    QList<Part> m_parts;
    QList<Term> m_terms;
};

} // namespace samsa::store

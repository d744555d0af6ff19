// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search_terms.h"

#include "protocol/case_fold.h"
#include "protocol/rules.h"

#include <QSet>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

namespace {

constexpr QChar wordMark = u'1';
constexpr QChar pairMark = u'2';
constexpr QChar roomMark = u'3';
constexpr QChar senderMark = u'4';
/// A longer word is found by its beginning and then compared.
constexpr qsizetype wordUnitsMax = 24;
constexpr qsizetype rangesMax = 64;

/// A text after case folding (protocol::caseFolded()), and where each of its code units came from.
struct Folded
{
    QString text;
    QList<TextRange> from;
};

void append(Folded &folded, const QString &part, TextRange from)
{
    for (const QChar c : part) {
        folded.text += c;
        folded.from += from;
    }
}

bool isUnchanged(char32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FC)
        || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}

/// Whether it may become one character with its neighbours.
bool combines(QChar c)
{
    const ushort u = c.unicode();
    return c.isMark() || c.isSurrogate() || u == 0x200D || u == 0xFF9E || u == 0xFF9F
        || (c.script() == QChar::Script_Hangul && !isUnchanged(u));
}

QString foldCluster(const QString &cluster)
{
    QString folded = protocol::caseFolded(cluster);
    folded.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    return folded;
}

Folded fold(const QString &text)
{
    Folded folded;
    folded.text.reserve(text.size());
    folded.from.reserve(text.size());
    if (std::any_of(text.begin(), text.end(), combines)) {
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
        for (qsizetype start = 0, end = finder.toNextBoundary(); end >= 0;
             start = end, end = finder.toNextBoundary())
            append(folded, foldCluster(text.sliced(start, end - start)), {start, end - start});
        return folded;
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.unicode() < 0x80)
            append(folded, c.toLower(), {i, 1});
        else
            append(folded, isUnchanged(c.unicode()) ? QString(c) : foldCluster(c), {i, 1});
    }
    return folded;
}

enum class Kind { Nothing, Word, Run };

bool isWrittenWithoutSpaces(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Hangul:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        // The sign of a long vowel belongs to two scripts.
        return c == 0x30FC || QChar::category(c) == QChar::Symbol_Other;
    }
}

Kind kindOf(char32_t c, Kind before)
{
    if (QChar::isMark(c))
        return before;
    if (QChar::isLetterOrNumber(c))
        return isWrittenWithoutSpaces(c) ? Kind::Run : Kind::Word;
    return QChar::category(c) == QChar::Symbol_Other ? Kind::Run : Kind::Nothing;
}

/// A word, or a run of characters without spaces, in a folded text.
struct Token
{
    Kind kind = Kind::Nothing;
    qsizetype start = 0;
    qsizetype length = 0;
};

QList<Token> tokensOf(const QString &folded)
{
    QList<Token> tokens;
    Token token;
    for (qsizetype i = 0; i < folded.size();) {
        char32_t c = folded.at(i).unicode();
        qsizetype units = 1;
        if (QChar::isHighSurrogate(c) && i + 1 < folded.size()
            && folded.at(i + 1).isLowSurrogate()) {
            c = QChar::surrogateToUcs4(folded.at(i), folded.at(i + 1));
            units = 2;
        }
        const Kind kind = QChar::isSurrogate(c) ? Kind::Nothing : kindOf(c, token.kind);
        if (kind != token.kind) {
            if (token.kind != Kind::Nothing)
                tokens.append(token);
            token = {kind, i, 0};
        }
        token.length += units;
        i += units;
    }
    if (token.kind != Kind::Nothing)
        tokens.append(token);
    return tokens;
}

/// No half of a pair of surrogates at the end.
QString wordTerm(QStringView word)
{
    QStringView begin = word.first(std::min(word.size(), wordUnitsMax));
    if (begin.back().isHighSurrogate())
        begin.chop(1);
    return wordMark + begin.toString();
}

QStringList charactersOf(QStringView run)
{
    QStringList characters;
    for (qsizetype i = 0; i < run.size();) {
        const qsizetype units = run.at(i).isHighSurrogate() ? 2 : 1;
        characters.append(run.sliced(i, units).toString());
        i += units;
    }
    return characters;
}

QList<TextRange> united(QList<TextRange> ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const TextRange &left, const TextRange &right) {
        return left.start < right.start;
    });
    QList<TextRange> result;
    for (const TextRange &range : ranges) {
        if (result.isEmpty() || range.start > result.last().start + result.last().length) {
            if (result.size() == rangesMax)
                break;
            result.append(range);
            continue;
        }
        TextRange &last = result.last();
        last.length = std::max(last.start + last.length, range.start + range.length) - last.start;
    }
    return result;
}

} // namespace

QStringList searchTermsOf(const QString &text)
{
    QStringList terms;
    QSet<QString> seen;
    const auto add = [&](const QString &term) {
        if (!seen.contains(term)) {
            seen.insert(term);
            terms.append(term);
        }
    };
    const Folded folded = fold(text);
    for (const Token &token : tokensOf(folded.text)) {
        const QStringView part = QStringView(folded.text).sliced(token.start, token.length);
        if (token.kind == Kind::Word) {
            add(wordTerm(part));
            continue;
        }
        const QStringList characters = charactersOf(part);
        for (qsizetype i = 0; i + 1 < characters.size(); ++i)
            add(pairMark + characters[i] + characters[i + 1]);
        add(pairMark + characters.constLast());
    }
    return terms;
}

QString roomTerm(qint64 roomKey)
{
    return roomMark + QString::number(roomKey);
}

QString senderTerm(const QString &nickname)
{
    // A name may have signs that are no part of a term.
    return senderMark + QString::fromLatin1(protocol::foldName(nickname).toUtf8().toHex());
}

Result<SearchQuery> SearchQuery::parse(const QString &text)
{
    if (text.size() > 2 * codePointsMax || text.toUcs4().size() > codePointsMax) {
        return Error {Code::QueryInvalid,
                      u"What you look for may have %1 characters."_s.arg(codePointsMax)};
    }
    SearchQuery query;
    const Folded folded = fold(text);
    for (const Token &token : tokensOf(folded.text)) {
        const QString part = folded.text.sliced(token.start, token.length);
        query.m_parts.append({part, token.kind == Kind::Word});
        if (token.kind == Kind::Word) {
            query.m_terms.append({wordTerm(part), true});
            continue;
        }
        const QStringList characters = charactersOf(part);
        if (characters.size() == 1)
            query.m_terms.append({pairMark + part, true});
        for (qsizetype i = 0; i + 1 < characters.size(); ++i)
            query.m_terms.append({pairMark + characters[i] + characters[i + 1], false});
    }
    if (query.m_parts.isEmpty())
        return Error {Code::QueryInvalid, u"There is no word in it to look for."_s};
    if (query.m_parts.size() > partsMax)
        return Error {Code::QueryInvalid, u"Look for %1 words at most."_s.arg(partsMax)};
    return query;
}

QList<TextRange> SearchQuery::matches(const QString &text) const
{
    const Folded folded = fold(text);
    const QList<Token> tokens = tokensOf(folded.text);
    QList<TextRange> ranges;
    const auto mark = [&](qsizetype start, qsizetype length) {
        const TextRange first = folded.from[start];
        const TextRange last = folded.from[start + length - 1];
        ranges.append({first.start, last.start + last.length - first.start});
    };
    for (const Part &part : m_parts) {
        bool found = false;
        for (const Token &token : tokens) {
            const QStringView candidate =
                QStringView(folded.text).sliced(token.start, token.length);
            if (part.word != (token.kind == Kind::Word))
                continue;
            qsizetype at = part.word ? (candidate.startsWith(part.text) ? 0 : -1)
                                     : candidate.indexOf(part.text);
            for (; at >= 0;
                 at = part.word ? -1 : candidate.indexOf(part.text, at + part.text.size())) {
                found = true;
                mark(token.start + at, part.text.size());
            }
        }
        if (!found)
            return {};
    }
    return united(std::move(ranges));
}

} // namespace samsa::store

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/rules.h"

#include "protocol/case_fold.h"
#include "protocol/code_point.h"
#include "protocol/limits.h"
#include "protocol/text_bytes.h"

#include <QChar>
#include <QList>
#include <QTextBoundaryFinder>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A user-perceived character may have any number of code points. A family emoji with skin tones
/// has 11, so nobody's name is refused for this, but a name cannot grow without end either.
constexpr qsizetype codePointsPerGrapheme = 12;
/// Marks stacked on one letter; beyond that they paint over the lines around them.
constexpr int stackedMarks = 8;

/// What changes the direction of the text after it (UAX #9), so that one name looks like another or
/// garbles the line it stands in.
bool isBidiControl(char32_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
}

/// What a font paints as nothing although its category says letter, mark or symbol: most of
/// Unicode's Default_Ignorable_Code_Point beyond the format characters, and the blank Braille
/// pattern.
bool isBlankGlyph(char32_t c)
{
    return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f) || c == 0x2800 || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xffa0 || (c >= 0xe0100 && c <= 0xe01ef);
}

bool isInvisible(char32_t c)
{
    return QChar::category(c) == QChar::Other_Format || isBlankGlyph(c);
}

/// Why a character may not stand in a name; an empty string if it may.
QString objectionTo(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
        return u"a control character"_s;
    case QChar::Other_NotAssigned:
        return u"a character that Unicode has not assigned"_s;
    case QChar::Other_PrivateUse:
        return u"a private-use character"_s;
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return u"a line break"_s;
    default:
        break;
    }
    if (isBidiControl(c))
        return u"a character that changes the direction of writing"_s;
    return {};
}

bool isStackedMark(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing;
}

bool isVisible(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category != QChar::Separator_Space && !isStackedMark(c) && !isInvisible(c);
}

qsizetype countGraphemes(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype count = 0;
    while (finder.toNextBoundary() >= 0)
        ++count;
    return count;
}

/// Spaces of every width become the ordinary one, and a run of them one space, so that two names
/// cannot differ in their gaps alone.
QString withPlainSpaces(const QString &name)
{
    QString plain;
    plain.reserve(name.size());
    for (const QChar unit : name)
        if (unit.category() != QChar::Separator_Space)
            plain.append(unit);
        else if (!plain.endsWith(QLatin1Char(' ')))
            plain.append(QLatin1Char(' '));
    return plain.trimmed();
}

Result<QString> checkName(const QString &given, qsizetype limit, Code code, QLatin1StringView what)
{
    const auto refuse = [code](const QString &sentence) { return Error {code, sentence}; };
    const auto refuseLength = [&] {
        return refuse(u"%1 may have at most %2 characters."_s.arg(what).arg(limit));
    };

    const QString trimmed = given.trimmed();
    if (trimmed.isEmpty())
        return refuse(u"%1 must not be empty."_s.arg(what));
    if (trimmed.size() > limit * codePointsPerGrapheme * 2)
        return refuseLength(); // Before anything is done that costs more.
    if (!trimmed.isValidUtf16())
        return refuse(u"%1 must not hold half of a character (a lone surrogate)."_s.arg(what));

    int marks = 0;
    bool visible = false;
    const QList<uint> characters = trimmed.toUcs4();
    for (const char32_t c : characters) {
        if (const QString objection = objectionTo(c); !objection.isEmpty())
            return refuse(u"%1 must not hold %2 (%3)."_s.arg(what, objection, codePointName(c)));
        marks = isStackedMark(c) ? marks + 1 : 0;
        if (marks > stackedMarks)
            return refuse(
                u"%1 must not stack more than %2 marks on a letter."_s.arg(what).arg(stackedMarks));
        visible = visible || isVisible(c);
    }
    if (!visible)
        return refuse(u"%1 must have a visible character."_s.arg(what));

    const QString name = withPlainSpaces(trimmed).normalized(QString::NormalizationForm_C);
    if (characters.size() > limit * codePointsPerGrapheme || countGraphemes(name) > limit)
        return refuseLength();
    return name;
}

QString withoutInvisible(const QString &name)
{
    QString visible;
    visible.reserve(name.size());
    const QList<uint> characters = name.toUcs4();
    for (const char32_t c : characters)
        if (!isInvisible(c))
            visible.append(QChar::fromUcs4(c));
    return visible;
}

} // namespace

Result<QString> checkNickname(const QString &nickname)
{
    return checkName(nickname, limits::nicknameGraphemes, Code::NicknameInvalid, "A nickname"_L1);
}

Result<QString> checkRoomName(const QString &name)
{
    return checkName(name, limits::roomNameGraphemes, Code::RoomNameInvalid, "A room's name"_L1);
}

Result<void> checkReaction(QByteArrayView utf8)
{
    const auto refuse = [](const QString &sentence) -> Result<void> {
        return Error {Code::ReactionInvalid, sentence};
    };
    if (utf8.size() > limits::reactionBytes)
        return refuse(u"A reaction may have at most %1 bytes."_s.arg(limits::reactionBytes));
    if (!utf8.isValidUtf8())
        return refuse(u"The reaction is not UTF-8."_s);
    const QString reaction = textFromUtf8(utf8);
    bool visible = false;
    const QList<uint> characters = reaction.toUcs4();
    for (const char32_t c : characters) {
        if (const QString objection = objectionTo(c); !objection.isEmpty())
            return refuse(u"A reaction must not hold %1 (%2)."_s.arg(objection, codePointName(c)));
        visible = visible || isVisible(c);
    }
    if (!visible || countGraphemes(reaction) != 1)
        return refuse(u"A reaction is one visible character."_s);
    return {};
}

QString foldName(const QString &name)
{
    // Beyond what Unicode ignores by default there is more that nobody sees; without it letters may
    // come together that were apart.
    QString folded = withoutInvisible(caseFolded(name));
    folded = withoutInvisible(caseFolded(folded));
    return folded.simplified();
}

} // namespace samsa::protocol

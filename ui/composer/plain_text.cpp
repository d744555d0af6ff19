// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/plain_text.h"

#include <QTextDocument>

#include <algorithm>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1Char newline('\n');

bool endsLine(QChar character)
{
    switch (character.unicode()) {
    case u'\r':
    case u'\v':
    case u'\f':
    case 0x85: // next line
    case 0x2028: // line separator
    case 0x2029: // paragraph separator
        return true;
    default:
        return false;
    }
}

} // namespace

QString plainText(QString text)
{
    text.replace(u"\r\n"_s, u"\n"_s);
    std::replace_if(text.begin(), text.end(), endsLine, newline);
    text.removeIf([](QChar character) {
        return character.category() == QChar::Other_Control && character != newline
            && character != QLatin1Char('\t');
    });
    return text;
}

QString writtenText(const QTextDocument &document)
{
    // U+FDD0 and U+FDD1 are what QTextDocument marks a frame's ends with.
    constexpr char16_t frameBegin = 0xfdd0;
    constexpr char16_t frameEnd = 0xfdd1;
    QString text = document.toRawText();
    std::replace_if(
        text.begin(), text.end(),
        [](QChar character) {
            return character == QChar::ParagraphSeparator || character == QChar::LineSeparator
                || character == frameBegin || character == frameEnd;
        },
        newline);
    return text;
}

} // namespace samsa::ui

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/bidi_text.h"

#include <QList>

#include <algorithm>

namespace samsa::ui {

namespace {

constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popIsolate(0x2069);

bool isIsolateControl(QChar character)
{
    return character.unicode() >= 0x2066 && character <= popIsolate;
}

// A letter or number from right to left, or a control that makes such.
bool turnsDirection(char32_t character)
{
    switch (QChar::direction(character)) {
    case QChar::DirR:
    case QChar::DirAL:
    case QChar::DirAN:
    case QChar::DirLRE:
    case QChar::DirLRO:
    case QChar::DirRLE:
    case QChar::DirRLO:
    case QChar::DirPDF:
    case QChar::DirLRI:
    case QChar::DirRLI:
    case QChar::DirFSI:
    case QChar::DirPDI:
        return true;
    default:
        return false;
    }
}

} // namespace

QString isolated(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    if (std::none_of(characters.cbegin(), characters.cend(), turnsDirection))
        return text;
    QString inner = text;
    inner.removeIf(isIsolateControl); // or else it might end ours
    return firstStrongIsolate + inner + popIsolate;
}

} // namespace samsa::ui

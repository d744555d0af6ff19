// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/text_bytes.h"

namespace samsa::protocol {

namespace {

constexpr QByteArrayView markInUtf8 = "\xef\xbb\xbf";
constexpr char16_t mark = 0xFEFF;
constexpr char16_t swappedMark = 0xFFFE;

} // namespace

QString textFromUtf8(QByteArrayView utf8)
{
    QString text = QString::fromUtf8(utf8);
    if (utf8.startsWith(markInUtf8))
        text.prepend(QChar(mark));
    return text;
}

QJsonDocument jsonFromUtf8(QByteArrayView json, QJsonParseError *error)
{
    if (json.startsWith(markInUtf8)) // Before the document it is what Qt takes it for.
        json = json.sliced(markInUtf8.size());
    // Within a string the escape says the same; elsewhere JSON has no such character.
    if (json.indexOf(markInUtf8) < 0)
        return QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()), error);
    QByteArray escaped = json.toByteArray();
    return QJsonDocument::fromJson(escaped.replace(markInUtf8, "\\ufeff"), error);
}

QString withMarkToDrop(const QString &text)
{
    const bool dropped = text.startsWith(QChar(mark)) || text.startsWith(QChar(swappedMark));
    return dropped ? QChar(mark) + text : text;
}

} // namespace samsa::protocol

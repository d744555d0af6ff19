// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/code_point.h"
#include "protocol/limits.h"
#include "protocol/rules.h"

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char32_t notUtf8 = 0xffffffff;

/// The code point at \a at, which moves behind it; notUtf8 for what RFC 3629 does not allow: a
/// stray or missing continuation byte, an overlong form, a surrogate, or more than U+10FFFF.
char32_t decodeOne(QByteArrayView bytes, qsizetype &at)
{
    const auto lead = static_cast<uchar>(bytes[at]);
    if (lead < 0x80) {
        ++at;
        return lead;
    }
    const int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.size())
        return notUtf8;
    char32_t c = lead & (0x7f >> length);
    for (int next = 1; next < length; ++next) {
        const auto byte = static_cast<uchar>(bytes[at + next]);
        if ((byte & 0xc0) != 0x80)
            return notUtf8;
        c = c << 6 | (byte & 0x3f);
    }
    if ((length == 3 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff)))
        || (length == 4 && (c < 0x10000 || c > 0x10ffff))) {
        return notUtf8;
    }
    at += length;
    return c;
}

/// White space, and the characters of no width that a text of nothing else would be as blank with.
bool isBlank(char32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0xad || c == 0x1680
        || (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f)
        || (c >= 0x205f && c <= 0x206f) || c == 0x2800 || c == 0x3000 || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0;
}

Error refusal(const QString &sentence)
{
    return {Code::TextInvalid, sentence};
}

} // namespace

QByteArray withLineFeeds(const QByteArray &text)
{
    if (!text.contains('\r'))
        return text;
    QByteArray plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at)
        if (text[at] != '\r')
            plain.append(text[at]);
        else if (at + 1 == text.size() || text[at + 1] != '\n')
            plain.append('\n');
    return plain;
}

Result<void> checkText(QByteArrayView utf8)
{
    if (utf8.size() > limits::textBytes)
        return refusal(u"A text may have at most %1 bytes."_s.arg(limits::textBytes));
    qsizetype codePoints = 0;
    bool visible = false;
    for (qsizetype at = 0; at < utf8.size(); ++codePoints) {
        const char32_t c = decodeOne(utf8, at);
        if (c == notUtf8)
            return refusal(u"The text is not UTF-8 at byte %1."_s.arg(at));
        const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
        if (control && c != '\t' && c != '\n')
            return refusal(
                u"A text must not hold the control character %1."_s.arg(codePointName(c)));
        visible = visible || !isBlank(c);
    }
    if (!visible)
        return refusal(u"A text must not be empty."_s);
    if (codePoints > limits::textCodePoints)
        return refusal(u"A text may have at most %1 characters."_s.arg(limits::textCodePoints));
    return {};
}

QString previewOf(const QString &text)
{
    qsizetype end = 0;
    for (qsizetype codePoints = 0; end < text.size() && codePoints < limits::previewCodePoints;
         ++codePoints) {
        const bool pair =
            text[end].isHighSurrogate() && end + 1 < text.size() && text[end + 1].isLowSurrogate();
        end += pair ? 2 : 1;
    }
    QString preview = text.first(end);
    for (const QChar blank : {u'\n', u'\t'})
        if (preview.contains(blank))
            preview.replace(blank, u' ');
    return preview;
}

} // namespace samsa::protocol

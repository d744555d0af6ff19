// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"

#include "protocol/message_id.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace samsa::protocol {

namespace {

bool mustBeEscaped(char octet)
{
    return static_cast<uchar>(octet) < 0x20 || octet == '"' || octet == '\\';
}

void appendEscape(QByteArray &out, char octet)
{
    constexpr QByteArrayView hex = "0123456789abcdef";
    switch (octet) {
    case '"':
        out.append("\\\"");
        break;
    case '\\':
        out.append("\\\\");
        break;
    case '\n':
        out.append("\\n");
        break;
    case '\r':
        out.append("\\r");
        break;
    case '\t':
        out.append("\\t");
        break;
    default:
        out.append("\\u00");
        out.append(hex[octet >> 4]);
        out.append(hex[octet & 0xf]);
    }
}

void appendString(QByteArray &out, QByteArrayView utf8)
{
    out.append('"');
    const char *at = utf8.begin();
    while (at != utf8.end()) {
        const char *special = std::find_if(at, utf8.end(), mustBeEscaped);
        out.append(at, special - at);
        at = special;
        if (at != utf8.end())
            appendEscape(out, *at++);
    }
    out.append('"');
}

void appendInteger(QByteArray &out, qint64 value)
{
    std::array<char, 20> digits; // NOLINT(cppcoreguidelines-pro-type-member-init): written below
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end - digits.data());
}

/// \a count decimal digits of \a text at \a at, which moves behind them; -1 if they are not there.
int takeDigits(QStringView text, qsizetype &at, int count)
{
    if (text.size() - at < count)
        return -1;
    int value = 0;
    for (int digit = 0; digit < count; ++digit, ++at) {
        const char16_t c = text[at].unicode();
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c - u'0');
    }
    return value;
}

bool takeOne(QStringView text, qsizetype &at, char16_t wanted)
{
    if (at >= text.size() || text[at] != wanted)
        return false;
    ++at;
    return true;
}

/// The digits after the point, as milliseconds; -1 if there are none.
int takeFraction(QStringView text, qsizetype &at)
{
    int milliseconds = 0;
    int digits = 0;
    for (; at < text.size() && text[at] >= u'0' && text[at] <= u'9'; ++at, ++digits)
        if (digits < 3)
            milliseconds = milliseconds * 10 + (text[at].unicode() - u'0');
    if (digits == 0)
        return -1;
    for (; digits < 3; ++digits)
        milliseconds *= 10;
    return milliseconds;
}

std::optional<std::chrono::minutes> takeOffset(QStringView text, qsizetype &at)
{
    if (takeOne(text, at, u'Z'))
        return std::chrono::minutes(0);
    const int sign = takeOne(text, at, u'+') ? 1 : takeOne(text, at, u'-') ? -1 : 0;
    if (sign == 0)
        return std::nullopt;
    const int hours = takeDigits(text, at, 2);
    if (hours < 0 || hours > 23 || !takeOne(text, at, u':'))
        return std::nullopt;
    const int minutes = takeDigits(text, at, 2);
    if (minutes < 0 || minutes > 59)
        return std::nullopt;
    return sign * std::chrono::minutes(hours * 60 + minutes);
}

} // namespace

void appendJsonString(QByteArray &out, QByteArrayView utf8)
{
    appendString(out, utf8);
}

JsonObjectWriter::JsonObjectWriter(QByteArray &out)
    : m_out(out)
{
    m_out.append('{');
}

void JsonObjectWriter::name(QByteArrayView name)
{
    if (!m_first)
        m_out.append(',');
    m_first = false;
    m_out.append('"');
    m_out.append(name);
    m_out.append("\":");
}

void JsonObjectWriter::string(QByteArrayView field, QByteArrayView utf8)
{
    name(field);
    appendString(m_out, utf8);
}

void JsonObjectWriter::string(QByteArrayView field, QStringView text)
{
    string(field, QByteArrayView(text.toUtf8()));
}

void JsonObjectWriter::integer(QByteArrayView field, qint64 value)
{
    name(field);
    appendInteger(m_out, value);
}

void JsonObjectWriter::boolean(QByteArrayView field, bool value)
{
    json(field, value ? QByteArrayView("true") : QByteArrayView("false"));
}

void JsonObjectWriter::null(QByteArrayView field)
{
    json(field, "null");
}

void JsonObjectWriter::id(QByteArrayView field, const QUuid &id)
{
    name(field);
    m_out.append('"');
    m_out.append(writeId(id));
    m_out.append('"');
}

void JsonObjectWriter::time(QByteArrayView field, Timestamp moment)
{
    name(field);
    m_out.append('"');
    m_out.append(writeTime(moment));
    m_out.append('"');
}

void JsonObjectWriter::time(QByteArrayView field, const QDateTime &moment)
{
    if (moment.isValid())
        time(field, fromMilliseconds(moment.toMSecsSinceEpoch()));
    else
        null(field);
}

void JsonObjectWriter::json(QByteArrayView field, QByteArrayView json)
{
    name(field);
    m_out.append(json);
}

void JsonObjectWriter::end()
{
    m_out.append('}');
}

QByteArray writeTime(Timestamp time)
{
    using namespace std::chrono;
    constexpr Timestamp first = sys_days(year(0) / 1 / 1);
    constexpr Timestamp last = Timestamp(sys_days(year(10000) / 1 / 1)) - milliseconds(1);
    const Timestamp moment = std::clamp(time, first, last);
    const sys_days day = floor<days>(moment);
    const year_month_day date(day);
    auto rest = static_cast<int>((moment - day).count());

    QByteArray text("0000-00-00T00:00:00.000Z");
    char *out = text.data();
    const auto put = [out](int at, int count, int value) {
        for (int digit = at + count - 1; digit >= at; --digit, value /= 10)
            out[digit] = static_cast<char>('0' + value % 10);
    };
    put(0, 4, static_cast<int>(date.year()));
    put(5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    put(8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    put(20, 3, rest % 1000);
    rest /= 1000;
    put(17, 2, rest % 60);
    rest /= 60;
    put(14, 2, rest % 60);
    put(11, 2, rest / 60);
    return text;
}

std::optional<Timestamp> parseTime(QStringView text)
{
    using namespace std::chrono;
    qsizetype at = 0;
    const int yearNumber = takeDigits(text, at, 4);
    bool shaped = takeOne(text, at, u'-');
    const int monthNumber = takeDigits(text, at, 2);
    shaped = shaped && takeOne(text, at, u'-');
    const int dayNumber = takeDigits(text, at, 2);
    shaped = shaped && takeOne(text, at, u'T');
    const int hour = takeDigits(text, at, 2);
    shaped = shaped && takeOne(text, at, u':');
    const int minute = takeDigits(text, at, 2);
    shaped = shaped && takeOne(text, at, u':');
    const int second = takeDigits(text, at, 2);
    if (!shaped || yearNumber < 0 || monthNumber < 1 || dayNumber < 1 || hour < 0 || hour > 23
        || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    const int fraction = takeOne(text, at, u'.') ? takeFraction(text, at) : 0;
    if (fraction < 0)
        return std::nullopt;
    const std::optional<minutes> offset = takeOffset(text, at);
    const year_month_day date = year(yearNumber) / monthNumber / dayNumber;
    if (!offset || at != text.size() || !date.ok())
        return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + milliseconds(fraction)
        - *offset;
}

} // namespace samsa::protocol

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace samsa::protocol {

namespace {

constexpr qsizetype idSize = 36;

constexpr bool isDash(qsizetype at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

} // namespace

QUuid makeMessageId()
{
    return makeMessageId(fromMilliseconds(QDateTime::currentMSecsSinceEpoch()));
}

QUuid makeMessageId(Timestamp made)
{
    constexpr qint64 last = (Q_INT64_C(1) << 48) - 1;
    const auto time = static_cast<quint64>(std::clamp<qint64>(toMilliseconds(made), 0, last));
    const quint64 chance = QRandomGenerator::global()->generate64();
    const quint32 more = QRandomGenerator::global()->generate();
    return {static_cast<uint>(time >> 16),
            static_cast<ushort>(time & 0xffff),
            static_cast<ushort>(0x7000 | (more & 0x0fff)),
            static_cast<uchar>(0x80 | ((chance >> 56) & 0x3f)),
            static_cast<uchar>(chance >> 48),
            static_cast<uchar>(chance >> 40),
            static_cast<uchar>(chance >> 32),
            static_cast<uchar>(chance >> 24),
            static_cast<uchar>(chance >> 16),
            static_cast<uchar>(chance >> 8),
            static_cast<uchar>(chance)};
}

std::optional<Timestamp> messageIdTime(const QUuid &id)
{
    // Version 7 of the variant of RFC 9562 (§4.1, §4.2).
    if ((id.data3 >> 12) != 7 || (id.data4[0] & 0xc0) != 0x80)
        return std::nullopt;
    return fromMilliseconds((static_cast<qint64>(id.data1) << 16) | id.data2);
}

std::optional<QUuid> parseId(QByteArrayView text)
{
    if (text.size() != idSize)
        return std::nullopt;
    std::array<uchar, 16> bytes {};
    std::size_t digits = 0;
    for (qsizetype at = 0; at < idSize; ++at) {
        if (isDash(at)) {
            if (text[at] != '-')
                return std::nullopt;
            continue;
        }
        const int value = hexValue(text[at]);
        if (value < 0)
            return std::nullopt;
        uchar &byte = bytes[digits / 2];
        byte = static_cast<uchar>(byte << 4 | value);
        ++digits;
    }
    const QUuid id(static_cast<uint>(bytes[0]) << 24 | static_cast<uint>(bytes[1]) << 16
                       | static_cast<uint>(bytes[2]) << 8 | bytes[3],
                   static_cast<ushort>(bytes[4] << 8 | bytes[5]),
                   static_cast<ushort>(bytes[6] << 8 | bytes[7]), bytes[8], bytes[9], bytes[10],
                   bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);
    // The nil UUID names nothing, and in this program a null QUuid means that there is none.
    if (id.isNull())
        return std::nullopt;
    return id;
}

QByteArray writeId(const QUuid &id)
{
    constexpr QByteArrayView hex = "0123456789abcdef";
    QByteArray text(idSize, '-');
    char *out = text.data();
    const auto put = [&out, hex](uint value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
            *out++ = hex[(value >> shift) & 0xf];
    };
    put(id.data1, 8);
    ++out;
    put(id.data2, 4);
    ++out;
    put(id.data3, 4);
    ++out;
    put(id.data4[0], 2);
    put(id.data4[1], 2);
    ++out;
    for (int byte = 2; byte < 8; ++byte)
        put(id.data4[byte], 2);
    return text;
}

} // namespace samsa::protocol

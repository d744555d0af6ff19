// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QtEndian>

namespace samsa::test {

/// A WebSocket frame as a client sends it (RFC 6455 §5.2), masked, with the first byte as the test
/// says: 0x81 is a whole text, 0x01 begins one, 0x80 ends it.
inline QByteArray maskedFrame(int firstByte, QByteArray payload)
{
    QByteArray frame(1, char(firstByte));
    if (payload.size() < 126) {
        frame += char(0x80 | payload.size());
    } else if (payload.size() <= 0xffff) {
        frame += char(0x80 | 126);
        frame.resize(4);
        qToBigEndian(quint16(payload.size()), frame.data() + 2);
    } else {
        frame += char(0x80 | 127);
        frame.resize(10);
        qToBigEndian(quint64(payload.size()), frame.data() + 2);
    }
    const QByteArray mask("\x5a\x01\xff\x80", 4);
    for (qsizetype i = 0; i < payload.size(); ++i)
        payload[i] = char(payload[i] ^ mask[i % 4]);
    return frame + mask + payload;
}

} // namespace samsa::test

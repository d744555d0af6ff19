// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/websocket_frame.h"

#include <QtEndian>

#include <array>

namespace samsa::net {

QByteArray webSocketFrame(QByteArrayView payload, WebSocketOpcode opcode)
{
    QByteArray frame;
    frame.reserve(payload.size() + 10);
    appendWebSocketFrame(frame, payload, opcode);
    return frame;
}

void appendWebSocketFrame(QByteArray &out, QByteArrayView payload, WebSocketOpcode opcode)
{
    constexpr unsigned char final = 0x80;
    out.append(static_cast<char>(final | static_cast<unsigned char>(opcode)));
    // RFC 6455 §5.2: the shortest of three ways to write the length.
    if (payload.size() < 126) {
        out.append(static_cast<char>(payload.size()));
    } else if (payload.size() <= 0xffff) {
        std::array<char, 2> length;
        qToBigEndian(static_cast<quint16>(payload.size()), length.data());
        out.append(char(126)).append(length.data(), length.size());
    } else {
        std::array<char, 8> length;
        qToBigEndian(static_cast<quint64>(payload.size()), length.data());
        out.append(char(127)).append(length.data(), length.size());
    }
    out.append(payload);
}

} // namespace samsa::net

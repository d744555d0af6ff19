// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// As much of WebSocket (RFC 6455) as a load generator and a bare broadcaster need.
namespace samsa::bench {

enum class Opcode : std::uint8_t {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10
};

/// One frame inside a buffer.
struct WebSocketFrame
{
    Opcode opcode = Opcode::Text;
    bool masked = false;
    std::size_t headerSize = 0; ///< With the mask.
    std::size_t payloadSize = 0;
    std::uint8_t mask[4] = {};

    std::size_t size() const { return headerSize + payloadSize; }
};

/// The header at the beginning of data; false if there is not all of it. The payload may be
/// missing.
inline bool readFrameHeader(const char *data, std::size_t size, WebSocketFrame &frame)
{
    if (size < 2)
        return false;
    const auto byte = [data](std::size_t at) { return std::uint8_t(data[at]); };
    frame.opcode = Opcode(byte(0) & 0x0f);
    frame.masked = (byte(1) & 0x80) != 0;
    std::size_t length = byte(1) & 0x7f;
    std::size_t header = 2;
    if (length >= 126) {
        const std::size_t bytes = length == 126 ? 2 : 8;
        if (size < 2 + bytes)
            return false;
        length = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            length = (length << 8) | byte(2 + i);
        header += bytes;
    }
    if (frame.masked) {
        if (size < header + 4)
            return false;
        std::memcpy(frame.mask, data + header, 4);
        header += 4;
    }
    frame.headerSize = header;
    frame.payloadSize = length;
    return true;
}

/// Appends a client's frame, masked with a key that never changes: masking is to keep proxies from
/// being fooled, and there is none here.
void appendClientFrame(std::string &out, std::string_view payload, Opcode opcode = Opcode::Text);

/// Appends a server's frame.
void appendServerFrame(std::string &out, std::string_view payload, Opcode opcode = Opcode::Text);

/// The request that opens a WebSocket.
std::string upgradeRequest(const std::string &host, const std::string &path,
                           const std::string &protocols);

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/websocket.h"

namespace samsa::bench {

namespace {

constexpr std::uint8_t key[4] = {0x5a, 0x11, 0xc3, 0x7e};

void appendHeader(std::string &out, Opcode opcode, std::size_t size, std::uint8_t maskBit)
{
    out += char(0x80 | std::uint8_t(opcode));
    if (size < 126) {
        out += char(maskBit | size);
        return;
    }
    const std::size_t bytes = size < 65'536 ? 2 : 8;
    out += char(maskBit | (bytes == 2 ? 126 : 127));
    for (std::size_t i = bytes; i-- > 0;)
        out += char((size >> (8 * i)) & 0xff);
}

} // namespace

void appendClientFrame(std::string &out, std::string_view payload, Opcode opcode)
{
    appendHeader(out, opcode, payload.size(), 0x80);
    for (const std::uint8_t byte : key)
        out += char(byte);
    const std::size_t begin = out.size();
    out += payload;
    for (std::size_t i = 0; i < payload.size(); ++i)
        out[begin + i] = char(std::uint8_t(out[begin + i]) ^ key[i & 3]);
}

void appendServerFrame(std::string &out, std::string_view payload, Opcode opcode)
{
    appendHeader(out, opcode, payload.size(), 0);
    out += payload;
}

std::string upgradeRequest(const std::string &host, const std::string &path,
                           const std::string &protocols)
{
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + host
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: c2Ftc2EgYmVuY2ggMTIzNA==\r\n";
    if (!protocols.empty())
        request += "Sec-WebSocket-Protocol: " + protocols + "\r\n";
    return request + "\r\n";
}

} // namespace samsa::bench

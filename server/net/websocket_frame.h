// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace samsa::net {

enum class WebSocketOpcode : unsigned char { Text = 0x1, Binary = 0x2, Close = 0x8, Pong = 0xa };

/// A whole frame as a server sends it: final, unmasked (RFC 6455 §5.2). The same bytes serve every
/// client, so it is encoded once and shared.
QByteArray webSocketFrame(QByteArrayView payload, WebSocketOpcode opcode = WebSocketOpcode::Text);

/// The same at the end of \a out, so that several leave in one write.
void appendWebSocketFrame(QByteArray &out, QByteArrayView payload,
                          WebSocketOpcode opcode = WebSocketOpcode::Text);

} // namespace samsa::net

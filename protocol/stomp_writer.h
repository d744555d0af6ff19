// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"

namespace samsa::protocol {

/// The frame as bytes, its closing NUL included. A body gets a content-length header unless the
/// frame carries one. Headers are escaped as the version asks. What a version cannot carry in a
/// header is dropped, since it would start another header or end the frame: NULs always; in 1.0,
/// and in CONNECT, STOMP and CONNECTED of every version, which have no escapes, also line ends, and
/// colons in a name.
QByteArray writeFrame(const StompFrame &frame, StompVersion version);

/// The heart-beat: one newline (STOMP 1.2, "Heart-beating").
inline constexpr char stompHeartBeat = '\n';

} // namespace samsa::protocol

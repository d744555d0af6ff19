// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"

namespace samsa::protocol {

/// The frame as bytes, its closing NUL included. A body gets a content-length header unless the
/// frame carries one. Headers are escaped as the version asks; in 1.0, which has no escapes, line
/// ends in a header are dropped, since they would start another header.
QByteArray writeFrame(const StompFrame &frame, StompVersion version);

/// The heart-beat: one newline (STOMP 1.2, "Heart-beating").
inline constexpr char stompHeartBeat = '\n';

} // namespace samsa::protocol

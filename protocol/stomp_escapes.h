// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"

namespace samsa::protocol {

/// Which escapes stand in the headers of one frame.
enum class StompEscapes { None, V11, V12 };

/// CONNECT and CONNECTED stay as in 1.0 for the sake of old clients (STOMP 1.2, "Value Encoding"),
/// and STOMP is another name for CONNECT ("CONNECT or STOMP Frame").
inline StompEscapes escapesFor(QByteArrayView command, StompVersion version)
{
    if (version == StompVersion::V10 || command == "CONNECT" || command == "CONNECTED"
        || command == "STOMP") {
        return StompEscapes::None;
    }
    return version == StompVersion::V11 ? StompEscapes::V11 : StompEscapes::V12;
}

} // namespace samsa::protocol

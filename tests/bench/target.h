// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/flags.h"

#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace samsa::bench {

/// The STOMP server that is measured: where it is, how one logs in, and how its destinations are
/// called. Without flags it is samsa-server; for others the flags say it all.
struct Target
{
    explicit Target(const Flags &flags);

    sockaddr_in address {};
    std::string host;
    std::string path;
    std::string protocols; ///< Offered as WebSocket subprotocols.
    std::string virtualHost; ///< The header host of CONNECT.
    std::string login; ///< {n} is the connection's number. Empty: a token of samsa-server's.
    std::string passcode;
    std::string subscribeDestination; ///< {room} is the room's id.
    std::string sendDestination;
    std::string errorsDestination; ///< Where refusals are told; may be empty.
    bool isSamsa = true; ///< Rooms and tokens come from its HTTP interface.
    bool sendsJson = true; ///< {"id": …, "text": …}; else the text alone.
    int heartBeatMs = 0;
    pid_t serverPid = 0;

    /// The SEND frame of a text, to ask for a receipt or, if that is empty, not.
    std::string sendFrame(const std::string &destination, std::string_view text,
                          std::string_view receipt) const;
};

/// A new UUID of version 7 as text: a time of now and a counter.
std::string newMessageId();

} // namespace samsa::bench

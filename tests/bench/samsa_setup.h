// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/event_loop.h"
#include "tests/bench/target.h"

#include <string>
#include <vector>

namespace samsa::bench {

/// What must be there before samsa-server can be measured, made over its HTTP interface and never a
/// part of what is measured: tokens and rooms. Other servers need none: a room is then a made-up
/// name.
class SamsaSetup
{
public:
    SamsaSetup(EventLoop &loop, const Target &target, const Flags &flags);

    /// So many tokens, each of a nickname of its own. With --tokens FILE they are taken from there
    /// as far as they go, and those that were claimed are added to it, so that the next run is soon
    /// ready.
    const std::vector<std::string> &tokens(int count);

    /// A new room's id.
    std::string newRoom();

    /// Claims what loginHeaders() will need for so many connections.
    void prepareLogins(int connections);
    /// The header lines of the CONNECT frame of the connection with this number.
    std::string loginHeaders(int number);

private:
    std::vector<std::string> answers(const std::vector<std::string> &requests, const char *name);
    void readTokens();

    EventLoop &m_loop;
    const Target &m_target;
    std::string m_file;
    std::string m_run; ///< Makes names unlike those of other runs.
    int m_rooms = 0;
    std::vector<std::string> m_tokens;
};

/// Says what is wrong on standard error and ends the program with status 1.
[[noreturn]] void giveUp(const std::string &why);

} // namespace samsa::bench

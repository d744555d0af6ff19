// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/event_loop.h"
#include "tests/bench/flags.h"
#include "tests/bench/samsa_setup.h"
#include "tests/bench/stomp_connection.h"
#include "tests/bench/target.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace samsa::bench {

/// What every mode against a server has: where the server is, an event loop, and connections.
/// One thread. Whatever goes wrong ends the program: half a measurement is none.
class Bench
{
public:
    explicit Bench(const Flags &flags);

    using Connections = std::vector<StompConnection *>;

    /// Opens so many connections, logged in and subscribed to what destinations() names for each by
    /// its place in this call, and returns when all of them are. At most --connecting of them are
    /// under way at once.
    Connections open(int count, const std::function<std::vector<std::string>(int)> &destinations,
                     int receiveBuffer = 0);

    /// Connections that follow one room.
    Connections openSubscribers(int count, const std::string &room);
    /// Connections that follow nothing but what the server refuses.
    Connections openSenders(int count);

    std::string newRoom() { return setup.newRoom(); }
    std::string sendTo(const std::string &room) const
    {
        return filled(target.sendDestination, "room", room);
    }

    /// Turns the loop for this long, or until done() says so. Keeps heart-beats going.
    bool turnUntil(Nanoseconds deadline, const std::function<bool()> &done);

    /// Sends heart-beats that are due, where --heart-beat asks for them.
    void keepAlive();

    Target target;
    EventLoop loop;
    SamsaSetup setup;
    double warmUp;
    double duration;
    int textBytes;

private:
    int m_connecting;
    Nanoseconds m_nextBeat = 0;
    std::vector<std::unique_ptr<StompConnection>> m_connections;
};

} // namespace samsa::bench

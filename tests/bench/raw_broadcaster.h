// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/marker.h"
#include "tests/bench/websocket.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace samsa::bench {

/// The least a server can do and still be loaded by the same clients: one thread, one epoll, no
/// login, no rooms, no log, no validation. Each SEND becomes one prebuilt frame of a given size
/// with the marker of what was sent, for everyone who subscribed.
///
/// Coalescing, what came in one turn of the loop is appended into one buffer, which is written once
/// to each subscriber: the limit for any server with one thread. Otherwise there is one write for
/// each delivery.
class RawBroadcaster
{
public:
    RawBroadcaster(std::size_t frameBytes, bool coalesces);
    ~RawBroadcaster();
    RawBroadcaster(const RawBroadcaster &) = delete;
    RawBroadcaster &operator=(const RawBroadcaster &) = delete;

    /// The port it listens on; 0, with errno, if that failed.
    std::uint16_t listen();
    [[noreturn]] void serve();

private:
    struct Connection
    {
        int descriptor = -1;
        bool upgraded = false;
        bool watchesWritable = false;
        std::string input;
        std::string output; ///< What the socket did not take.
        std::size_t subscriberIndex = SIZE_MAX;
    };

    void accept();
    void read(Connection *connection);
    void frame(Connection *connection, std::string_view stomp);
    void broadcast(std::string_view stomp);
    void write(Connection *connection, std::string_view bytes);
    void flush(Connection *connection);
    void drop(Connection *connection);

    bool m_coalesces;
    std::string m_head; ///< Of the frame, before the marker.
    std::string m_filler; ///< After it.
    int m_epoll = -1;
    int m_listener = -1;
    std::string m_turn; ///< Frames to be broadcast at the end of the turn.
    MarkerFinder m_finder;
    std::vector<Connection *> m_subscribers;
    std::vector<std::unique_ptr<Connection>> m_dropped;
};

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/bench.h"
#include "tests/bench/samples.h"

#include <vector>

namespace samsa::bench {

/// Senders that each keep a window of messages under way and send the next when the RECEIPT of one
/// has come.
class Pump : public FrameSink
{
public:
    Pump(Bench &bench, Bench::Connections senders, std::vector<std::string> rooms, int window);

    /// Fills the windows. After so many messages no further one is sent; 0: until stop().
    void start(std::uint64_t messages = 0);
    void stop() { m_stopped = true; }

    void message(StompConnection &connection, std::string_view frame) override;
    void receipt(StompConnection &connection, std::string_view id) override;
    void lost(StompConnection &connection, const std::string &why) override;

    std::uint64_t received() const { return m_received; }
    Samples times; ///< From sending to the receipt.

private:
    struct Slot
    {
        StompConnection *sender = nullptr;
        Nanoseconds sentAt = 0;
        std::uint64_t sequence = 0;
    };
    void send(std::size_t slot);

    Bench &m_bench;
    std::vector<std::string> m_rooms;
    std::vector<Slot> m_slots;
    std::uint64_t m_sent = 0;
    std::uint64_t m_received = 0;
    std::uint64_t m_limit = 0;
    bool m_stopped = false;
};

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/bench.h"
#include "tests/bench/marker.h"
#include "tests/bench/samples.h"

#include <vector>

namespace samsa::bench {

/// Sends messages into one room at an even rate, whatever becomes of them, and takes the time from
/// sending each to its delivery to each subscriber. Lateness of a send is not counted as delivery
/// time.
class PacedTalk : public FrameSink
{
public:
    PacedTalk(Bench &bench, StompConnection *sender, const std::string &room,
              const Bench::Connections &subscribers);

    /// For so many seconds, then until everything has come (or 10 s). False if something did not.
    /// alongside() runs after each turn.
    bool run(double rate, double forSeconds, const std::function<void()> &alongside = {});

    /// Only connections that are expected to hear everything; others are no longer counted.
    void expectFewer(int subscribers) { m_subscribers = subscribers; }

    void message(StompConnection &connection, std::string_view frame) override;
    void receipt(StompConnection &connection, std::string_view id) override;
    void lost(StompConnection &connection, const std::string &why) override;

    void askReceipts() { m_asksReceipts = true; }

    Samples deliveries; ///< Of the last run.
    Samples receipts; ///< Of the last run.
    std::uint64_t sent = 0; ///< In the last run.
    std::uint64_t delivered = 0; ///< In the last run.

private:
    void sendOne();

    Bench &m_bench;
    StompConnection *m_sender;
    std::string m_destination;
    int m_subscribers;
    bool m_asksReceipts = false;
    std::uint64_t m_firstOfRun = 0;
    std::vector<Nanoseconds> m_sentAt;
    MarkerFinder m_finder;
};

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/bench.h"
#include "tests/bench/http_connection.h"
#include "tests/bench/samples.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace samsa::bench {

/// What a poller asks for.
enum class PollKind {
    New, ///< after=<the last position>, and there is nothing new.
    Unchanged, ///< The same with If-None-Match, which is answered with 304.
    Newest, ///< The newest page.
};

/// Keep-alive HTTP connections that poll one room, each with a token of its own, as fast as the
/// answers come or evenly at one request a second each.
class Pollers
{
public:
    Pollers(Bench &bench, int count, const std::string &room, PollKind kind);

    void startFast();
    void startPaced();
    /// Asks for those that are due, when paced; the time of the next.
    Nanoseconds tick();

    void beginMeasuring();
    std::uint64_t answers = 0;
    std::uint64_t bytes = 0;
    std::uint64_t skipped = 0; ///< Not asked because the answer before was still missing.
    int status = 0; ///< Of the last answer.
    Samples times;

private:
    void answered(std::size_t which, const HttpAnswer &answer);
    void ask(std::size_t which);

    Bench &m_bench;
    bool m_fast = false;
    Nanoseconds m_started = 0;
    std::uint64_t m_due = 0;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    std::vector<std::string> m_requests;
    std::vector<bool> m_waits;
};

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/pump.h"
#include "tests/bench/report.h"

namespace samsa::bench {

/// As many messages as the server's log takes, each with a receipt, nobody listening.
int measureSend(const Flags &flags)
{
    Bench bench(flags);
    const int senders = flags.count("senders", 200);
    const int window = flags.count("window", 8);
    const int roomCount = flags.count("rooms", 1);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    std::vector<std::string> rooms;
    for (int i = 0; i < roomCount; ++i)
        rooms.push_back(bench.newRoom());
    Pump pump(bench, bench.openSenders(senders), rooms, window);
    const auto never = [] { return false; };
    pump.start();
    bench.turnUntil(now() + fromSeconds(bench.warmUp), never);
    pump.times.clear();
    const std::uint64_t before = pump.received();
    CpuMeter meter(bench.target.serverPid);
    meter.begin();
    bench.turnUntil(now() + fromSeconds(bench.duration), never);
    const double wall = meter.wallSeconds();
    const double received = double(pump.received() - before);

    Report report("send");
    report.number("senders", senders, "", 0);
    report.number("window", window, "", 0);
    report.number("receipts_per_s", received / wall, "", 0);
    report.number("receipt_p50_ms", pump.times.milliseconds(0.5), "ms", 3);
    report.number("receipt_p99_ms", pump.times.milliseconds(0.99), "ms", 3);
    report.number("server_cpu_us_per_message", 1e6 * meter.serverSeconds() / received, "us", 1);
    report.number("own_cpu_us_per_message", 1e6 * meter.ownSeconds() / received, "us", 1);
    report.number("server_cpu_percent", 100 * meter.serverSeconds() / wall, "% of a core", 1);
    report.number("own_cpu_percent", 100 * meter.ownSeconds() / wall, "% of a core", 1);
    return report.finish(json) ? 0 : 1;
}

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/paced_talk.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/report.h"

namespace samsa::bench {

namespace {
constexpr int probes = 10;
}

/// Connections that are logged in, follow one room and wait. What each costs, and whether a message
/// to ten of them takes longer when there are many.
int measureIdle(const Flags &flags)
{
    Bench bench(flags);
    const int count = flags.count("connections", 10'000);
    const double rate = flags.number("rate", 50);
    const double quiet = flags.number("quiet", 4);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    bench.setup.prepareLogins(count + probes + 1); // Before anything is measured.
    const std::string probeRoom = bench.newRoom();
    const std::string room = bench.newRoom();
    const auto followers = bench.openSubscribers(probes, probeRoom);
    StompConnection *sender = bench.openSenders(1).front();
    PacedTalk talk(bench, sender, probeRoom, followers);
    const pid_t server = bench.target.serverPid;

    talk.run(rate, bench.warmUp);
    bool complete = talk.run(rate, bench.duration);
    const double fewP50 = talk.deliveries.milliseconds(0.5);
    const double fewP99 = talk.deliveries.milliseconds(0.99);

    const double before = residentKib(server);
    CpuMeter meter(server);
    meter.begin();
    bench.openSubscribers(count, room);
    const double connecting = meter.wallSeconds();
    const double connectingServer = meter.serverSeconds();
    const double connectingOwn = meter.ownSeconds();
    const double atOnce = residentKib(server);

    // What a server tidies up a moment after connecting is not part of being quiet.
    bench.turnUntil(now() + 2 * oneSecond, [] { return false; });
    meter.begin();
    bench.turnUntil(now() + fromSeconds(quiet), [] { return false; });
    const double quietPercent = 100 * meter.serverSeconds() / meter.wallSeconds();
    const double settled = residentKib(server);

    talk.run(rate, bench.warmUp);
    complete = talk.run(rate, bench.duration) && complete;
    const double manyP50 = talk.deliveries.milliseconds(0.5);

    Report report("idle");
    report.number("connections", count, "", 0);
    report.number("connects_per_s", count / connecting, "", 0);
    report.number("server_cpu_us_per_connect", 1e6 * connectingServer / count, "us", 0);
    report.number("own_cpu_us_per_connect", 1e6 * connectingOwn / count, "us", 0);
    report.number("kib_per_connection", (settled - before) / count, "KiB", 2);
    report.number("kib_per_connection_at_once", (atOnce - before) / count, "KiB", 2);
    report.number("quiet_cpu_percent", quietPercent, "% of a core", 2);
    report.number("delivery_p50_ms_few", fewP50, "ms", 3);
    report.number("delivery_p99_ms_few", fewP99, "ms", 3);
    report.number("delivery_p50_ms_many", manyP50, "ms", 3);
    report.number("delivery_p99_ms_many", talk.deliveries.milliseconds(0.99), "ms", 3);
    report.number("delivery_p50_ratio", fewP50 > 0 ? manyP50 / fewP50 : 0, "times", 2);
    return report.finish(json) && complete ? 0 : 1;
}

} // namespace samsa::bench

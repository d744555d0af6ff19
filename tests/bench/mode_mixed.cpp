// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/paced_talk.h"
#include "tests/bench/pollers.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/report.h"

namespace samsa::bench {

/// A day in the life: people who follow a room, one room's talk at an even rate with receipts, and
/// pollers at one a second.
int measureMixed(const Flags &flags)
{
    Bench bench(flags);
    const int subscribers = flags.count("subscribers", 500);
    const double rate = flags.number("rate", 100);
    const int pollerCount = flags.count("pollers", 500);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const std::string room = bench.newRoom();
    const auto followers = bench.openSubscribers(subscribers, room);
    StompConnection *sender = bench.openSenders(1).front();
    PacedTalk talk(bench, sender, room, followers);
    talk.askReceipts();
    Pollers pollers(bench, pollerCount, room, PollKind::Newest);
    pollers.startPaced();
    const auto poll = [&] { pollers.tick(); };
    talk.run(rate, bench.warmUp, poll);
    pollers.beginMeasuring();
    CpuMeter meter(bench.target.serverPid);
    meter.begin();
    const bool complete = talk.run(rate, bench.duration, poll);
    const double wall = meter.wallSeconds();

    Report report("mixed");
    report.number("subscribers", subscribers, "", 0);
    report.number("rate", rate, "messages/s", 0);
    report.number("pollers", pollerCount, "", 0);
    report.number("delivery_p50_ms", talk.deliveries.milliseconds(0.5), "ms", 3);
    report.number("delivery_p99_ms", talk.deliveries.milliseconds(0.99), "ms", 3);
    report.number("receipt_p50_ms", talk.receipts.milliseconds(0.5), "ms", 3);
    report.number("receipt_p99_ms", talk.receipts.milliseconds(0.99), "ms", 3);
    report.number("answers_per_s", double(pollers.answers) / wall, "", 0);
    report.number("answer_p50_ms", pollers.times.milliseconds(0.5), "ms", 3);
    report.number("answer_p99_ms", pollers.times.milliseconds(0.99), "ms", 3);
    report.number("server_cpu_percent", 100 * meter.serverSeconds() / wall, "% of a core", 1);
    report.number("own_cpu_percent", 100 * meter.ownSeconds() / wall, "% of a core", 1);
    return report.finish(json) && complete ? 0 : 1;
}

} // namespace samsa::bench

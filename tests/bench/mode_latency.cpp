// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/paced_talk.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/report.h"

namespace samsa::bench {

/// Subscribers of one room and one sender at an even rate: how long until each has each message.
int measureLatency(const Flags &flags)
{
    Bench bench(flags);
    const int subscribers = flags.count("subscribers", 10);
    const double rate = flags.number("rate", 100);
    const bool receipts = flags.yes("receipts");
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const std::string room = bench.newRoom();
    const auto followers = bench.openSubscribers(subscribers, room);
    StompConnection *sender = bench.openSenders(1).front();
    PacedTalk talk(bench, sender, room, followers);
    if (receipts)
        talk.askReceipts();
    talk.run(rate, bench.warmUp);
    CpuMeter meter(bench.target.serverPid);
    meter.begin();
    const bool complete = talk.run(rate, bench.duration);
    const double wall = meter.wallSeconds();

    Report report("latency");
    report.number("subscribers", subscribers, "", 0);
    report.number("rate", rate, "messages/s", 0);
    report.number("messages", double(talk.sent), "", 0);
    report.number("delivery_p50_ms", talk.deliveries.milliseconds(0.5), "ms", 3);
    report.number("delivery_p99_ms", talk.deliveries.milliseconds(0.99), "ms", 3);
    if (receipts) {
        report.number("receipt_p50_ms", talk.receipts.milliseconds(0.5), "ms", 3);
        report.number("receipt_p99_ms", talk.receipts.milliseconds(0.99), "ms", 3);
    }
    report.number("server_cpu_percent", 100 * meter.serverSeconds() / wall, "% of a core", 1);
    report.number("own_cpu_percent", 100 * meter.ownSeconds() / wall, "% of a core", 1);
    report.number("missing", double(talk.sent) * subscribers - double(talk.delivered), "", 0);
    return report.finish(json) && complete ? 0 : 1;
}

} // namespace samsa::bench

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/paced_talk.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/report.h"

namespace samsa::bench {

namespace {

/// Counts those that the server has cut.
class CutWatch : public FrameSink
{
public:
    void message(StompConnection &, std::string_view frame) override { bytes += frame.size(); }
    void lost(StompConnection &, const std::string &) override { ++cuts; }
    std::uint64_t bytes = 0;
    int cuts = 0;
};

} // namespace

/// The same talk twice, the second time while one subscriber in a thousand has stopped reading.
int measureStalled(const Flags &flags)
{
    Bench bench(flags);
    const int subscribers = flags.count("subscribers", 1000);
    const int stalledCount = flags.count("stalled", std::max(1, subscribers / 1000));
    const double rate = flags.number("rate", 200);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const std::string room = bench.newRoom();
    const std::string destination = filled(bench.target.subscribeDestination, "room", room);
    const auto followers = bench.openSubscribers(subscribers - stalledCount, room);
    // A small receive buffer, so that what waits does so at the server and not in the system.
    const auto stalled = bench.open(
        stalledCount, [&](int) { return std::vector<std::string> {destination}; }, 4096);
    StompConnection *sender = bench.openSenders(1).front();
    PacedTalk talk(bench, sender, room, followers);
    CutWatch watch;
    for (StompConnection *connection : stalled)
        connection->setSink(&watch);

    talk.run(rate, bench.warmUp);
    bool complete = talk.run(rate, bench.duration);
    const double p50Without = talk.deliveries.milliseconds(0.5);
    const double p99Without = talk.deliveries.milliseconds(0.99);
    const double before = residentKib(bench.target.serverPid);
    for (StompConnection *connection : stalled)
        connection->stopReading();
    watch.bytes = 0;
    complete = talk.run(rate, bench.duration) && complete;
    const double p99With = talk.deliveries.milliseconds(0.99);
    const double growth = residentKib(bench.target.serverPid) - before;
    // The end of a connection waits behind all that the system still holds for it.
    for (StompConnection *connection : stalled)
        connection->readAgain();
    bench.turnUntil(now() + 5 * oneSecond, [&] { return watch.cuts == stalledCount; });

    Report report("stalled");
    report.number("subscribers", subscribers, "", 0);
    report.number("stalled", stalledCount, "", 0);
    report.number("rate", rate, "messages/s", 0);
    report.number("delivery_p50_ms_without", p50Without, "ms", 3);
    report.number("delivery_p50_ms_with", talk.deliveries.milliseconds(0.5), "ms", 3);
    report.number("delivery_p99_ms_without", p99Without, "ms", 3);
    report.number("delivery_p99_ms_with", p99With, "ms", 3);
    report.number("delivery_p99_ratio", p99Without > 0 ? p99With / p99Without : 0, "times", 2);
    report.number("cut", watch.cuts, "of the stalled", 0);
    report.number("stalled_was_sent_mib", double(watch.bytes) / stalledCount / 1048576, "MiB", 1);
    report.number("server_growth_kib", growth, "KiB", 0);
    return report.finish(json) && complete ? 0 : 1;
}

} // namespace samsa::bench

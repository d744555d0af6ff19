// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/pollers.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/pump.h"
#include "tests/bench/report.h"

namespace samsa::bench {

namespace {

void fill(Bench &bench, const std::string &room, int messages)
{
    Pump pump(bench, bench.openSenders(32), {room}, 16);
    pump.start(std::uint64_t(messages));
    if (!bench.turnUntil(now() + 300 * oneSecond,
                         [&] { return pump.received() >= std::uint64_t(messages); }))
        giveUp("the room cannot be filled");
}

PollKind kindOf(const std::string &name)
{
    if (name == "new")
        return PollKind::New;
    if (name == "unchanged")
        return PollKind::Unchanged;
    if (name == "newest")
        return PollKind::Newest;
    giveUp("--kind is new, unchanged or newest");
}

} // namespace

/// Pollers of a room with a history: as fast as they are answered, or one a second each.
int measurePoll(const Flags &flags)
{
    Bench bench(flags);
    const int count = flags.count("pollers", 32);
    const bool paced = flags.yes("paced");
    const int history = flags.count("history", 0);
    const std::string kind = flags.text("kind", "new");
    const std::string given = flags.text("room");
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const std::string room = given.empty() ? bench.newRoom() : given;
    if (given.empty() && history > 0)
        fill(bench, room, history);
    Pollers pollers(bench, count, room, kindOf(kind));
    if (paced)
        pollers.startPaced();
    else
        pollers.startFast();
    const auto turn = [&](double time) {
        const Nanoseconds end = now() + fromSeconds(time);
        while (now() < end)
            bench.loop.turn(paced ? std::min(end, pollers.tick()) : end);
    };
    turn(bench.warmUp);
    pollers.beginMeasuring();
    CpuMeter meter(bench.target.serverPid);
    meter.begin();
    turn(bench.duration);
    const double wall = meter.wallSeconds();
    const double answers = double(pollers.answers);

    Report report("poll");
    report.note("room", room);
    report.note("kind", kind);
    report.number("pollers", count, "", 0);
    report.number("history", history, "messages", 0);
    report.number("answers_per_s", answers / wall, "", 0);
    report.number("answers_per_server_cpu_s", answers / meter.serverSeconds(), "", 0);
    report.number("server_cpu_us_per_answer", 1e6 * meter.serverSeconds() / answers, "us", 1);
    report.number("own_cpu_us_per_answer", 1e6 * meter.ownSeconds() / answers, "us", 1);
    report.number("server_cpu_percent", 100 * meter.serverSeconds() / wall, "% of a core", 1);
    report.number("bytes_per_answer", double(pollers.bytes) / answers, "bytes", 0);
    report.number("status", pollers.status, "", 0);
    report.number("answer_p50_ms", pollers.times.milliseconds(0.5), "ms", 3);
    report.number("answer_p99_ms", pollers.times.milliseconds(0.99), "ms", 3);
    report.number("skipped", double(pollers.skipped), "", 0);
    return report.finish(json) ? 0 : 1;
}

} // namespace samsa::bench

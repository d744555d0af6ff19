// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/bench.h"
#include "tests/bench/marker.h"
#include "tests/bench/modes.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/report.h"
#include "tests/bench/samples.h"

namespace samsa::bench {

namespace {

/// Keeps messages under way: each has a slot, and when every subscriber has it the slot's next is
/// sent.
class Fanout : public FrameSink
{
public:
    Fanout(Bench &bench, const std::string &room, const Bench::Connections &senders, int window,
           const Bench::Connections &subscribers)
        : m_bench(bench)
        , m_destination(bench.sendTo(room))
        , m_subscribers(int(subscribers.size()))
    {
        for (StompConnection *subscriber : subscribers)
            subscriber->setSink(this);
        for (int i = 0; i < window; ++i)
            for (StompConnection *sender : senders)
                m_slots.push_back({sender, 0, 0, 0});
    }

    void start()
    {
        for (std::size_t slot = 0; slot < m_slots.size(); ++slot)
            send(slot);
    }

    void beginMeasuring()
    {
        deliveries = 0;
        done.clear();
        StompConnection::bytesReceived = 0;
        Stream::reads = 0;
    }

    void message(StompConnection &, std::string_view frame) override
    {
        std::uint64_t number = 0;
        if (!m_finder.find(frame, number))
            giveUp("an unexpected message: " + std::string(frame));
        const std::size_t slot = number >> 40;
        if (slot >= m_slots.size() || m_slots[slot].sequence != (number & 0xff'ffff'ffff))
            giveUp("a message came once too often");
        ++deliveries;
        if (--m_slots[slot].missing > 0)
            return;
        done.add(Stream::readAt() - m_slots[slot].sentAt);
        send(slot);
    }

    void lost(StompConnection &, const std::string &why) override
    {
        giveUp("a connection was lost: " + why);
    }

    std::uint64_t deliveries = 0;
    Samples done;

private:
    struct Slot
    {
        StompConnection *sender;
        std::uint64_t sequence;
        int missing;
        Nanoseconds sentAt;
    };

    void send(std::size_t slot)
    {
        Slot &one = m_slots[slot];
        ++one.sequence;
        one.missing = m_subscribers;
        one.sentAt = now();
        const std::uint64_t number = std::uint64_t(slot) << 40 | one.sequence;
        one.sender->sendNow(m_bench.target.sendFrame(
            m_destination, markedText(number, std::size_t(m_bench.textBytes)), {}));
    }

    Bench &m_bench;
    std::string m_destination;
    int m_subscribers;
    std::vector<Slot> m_slots;
    MarkerFinder m_finder;
};

} // namespace

/// As many deliveries as the server manages while a few messages are under way all the time.
int measureFanout(const Flags &flags)
{
    Bench bench(flags);
    const int subscribers = flags.count("subscribers", 1000);
    const int senders = flags.count("senders", 4);
    const int window = flags.count("window", 8);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const std::string room = bench.newRoom();
    const auto followers = bench.openSubscribers(subscribers, room);
    const auto talkers = bench.openSenders(senders);
    Fanout fanout(bench, room, talkers, window, followers);
    fanout.start();
    const auto turn = [&](double time) {
        const Nanoseconds end = now() + fromSeconds(time);
        Nanoseconds moved = now();
        std::uint64_t before = fanout.deliveries;
        while (now() < end) {
            bench.loop.turn(end);
            if (fanout.deliveries != before)
                moved = now();
            before = fanout.deliveries;
            if (now() - moved > 10 * oneSecond)
                giveUp("nothing was delivered for 10 s");
        }
    };
    turn(bench.warmUp);
    fanout.beginMeasuring();
    CpuMeter meter(bench.target.serverPid);
    meter.begin();
    turn(bench.duration);
    const double wall = meter.wallSeconds();
    const double millions = double(fanout.deliveries) / 1e6;

    Report report("fanout");
    report.number("subscribers", subscribers, "", 0);
    report.number("under_way", senders * window, "messages", 0);
    report.number("deliveries_per_s", double(fanout.deliveries) / wall, "", 0);
    report.number("server_cpu_per_million", meter.serverSeconds() / millions, "s", 3);
    report.number("own_cpu_per_million", meter.ownSeconds() / millions, "s", 3);
    report.number("server_cpu_us_per_message", meter.serverSeconds() / millions * subscribers, "us",
                  1);
    report.number("done_p50_ms", fanout.done.milliseconds(0.5), "ms", 3);
    report.number("done_p99_ms", fanout.done.milliseconds(0.99), "ms", 3);
    report.number("server_cpu_percent", 100 * meter.serverSeconds() / wall, "% of a core", 1);
    report.number("own_cpu_percent", 100 * meter.ownSeconds() / wall, "% of a core", 1);
    report.number("bytes_per_delivery",
                  double(StompConnection::bytesReceived) / double(fanout.deliveries), "bytes", 0);
    report.number("deliveries_per_read", double(fanout.deliveries) / double(Stream::reads), "", 1);
    return report.finish(json) ? 0 : 1;
}

} // namespace samsa::bench

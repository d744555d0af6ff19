// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/samsa_setup.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/resource.h>

namespace samsa::bench {

namespace {

/// Ten thousand connections are more than a process may open unless it asks.
void raiseFileLimit()
{
    rlimit limit {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

struct Mode
{
    const char *name;
    int (*run)(const Flags &);
    const char *help;
};

constexpr Mode modes[] = {
    {"latency", measureLatency, "--subscribers 10 --rate 100 [--receipts]"},
    {"fanout", measureFanout, "--subscribers 1000 --senders 4 --window 8"},
    {"idle", measureIdle, "--connections 10000 --quiet 4 --rate 50"},
    {"poll", measurePoll,
     "--pollers 32 [--paced] --kind new|unchanged|newest --history 0 [--room ID]"},
    {"send", measureSend, "--senders 200 --window 8 --rooms 1"},
    {"mixed", measureMixed, "--subscribers 500 --rate 100 --pollers 500"},
    {"stalled", measureStalled, "--subscribers 1000 --stalled 1 --rate 200"},
    {"raw-epoll", serveRawEpoll, "--payload 512 [--every-delivery]: a server to measure"},
    {"raw-kafka", measureRawKafka, "--kafka BROKERS --rate 100 --bytes 300 --fetch-wait-ms 50"},
    {"raw-fsync", measureRawFsync, "--file NAME --rate 100 --bytes 400"},
};

void usage()
{
    std::puts("usage: samsa-bench MODE [--flag value…]\n");
    for (const Mode &mode : modes)
        std::printf("  %-10s %s\n", mode.name, mode.help);
    std::puts(
        "\nFor every mode: --json FILE, --seconds 5, --warm-up 1, --bytes 128.\n"
        "The server: --host 127.0.0.1 --port 8642 --server-pid PID, and for one that is not "
        "Samsa's\n"
        "  --server other --path /ws --protocols v12.stomp --vhost / --login NAME --passcode WORD\n"
        "  --subscribe /topic/{room} --send /topic/{room} --body text\n"
        "({n} in --login is the connection's number.) With Samsa's, nicknames are claimed before\n"
        "measuring, and --tokens FILE keeps them for the next run. --connecting 128 is how many\n"
        "connections are opened at a time, --heart-beat MS offers and sends heart-beats.");
}

} // namespace

void refuseUnknown(const Flags &flags)
{
    if (const std::string complaint = flags.complaint(); !complaint.empty())
        giveUp(complaint);
}

} // namespace samsa::bench

int main(int count, char **arguments)
{
    using namespace samsa::bench;
    std::signal(SIGPIPE, SIG_IGN);
    raiseFileLimit();
    for (const Mode &mode : modes)
        if (count > 1 && std::strcmp(arguments[1], mode.name) == 0)
            return mode.run(Flags(count - 2, arguments + 2));
    usage();
    return count > 1 && std::strcmp(arguments[1], "--help") == 0 ? 0 : 2;
}

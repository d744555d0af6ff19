// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/report.h"
#include "tests/bench/samples.h"
#include "tests/bench/samsa_setup.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace samsa::bench {

/// Appends a message's bytes to a file and has them on the disk, at an even rate: what no synced
/// log can do without.
int measureRawFsync(const Flags &flags)
{
    const std::string name = flags.text("file", "raw-fsync.tmp");
    const int bytes = flags.count("bytes", 400);
    const double rate = flags.number("rate", 100);
    const double duration = flags.number("seconds", 5);
    const std::string json = flags.text("json");
    refuseUnknown(flags);

    const int file = open(name.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0)
        giveUp(name + ": " + std::strerror(errno));
    const std::string content(std::size_t(bytes), 'x');
    Samples times;
    const Nanoseconds started = now();
    const Nanoseconds end = started + fromSeconds(duration);
    while (now() < end) {
        const Nanoseconds before = now();
        if (write(file, content.data(), content.size()) != ssize_t(content.size())
            || fdatasync(file) != 0)
            giveUp(name + ": " + std::strerror(errno));
        times.add(now() - before);
        const Nanoseconds next = started + fromSeconds(double(times.count()) / rate);
        const timespec time {next / oneSecond, next % oneSecond};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
    }
    close(file);
    unlink(name.c_str());

    Report report("raw-fsync");
    report.number("rate", rate, "writes/s", 0);
    report.number("bytes", bytes, "", 0);
    report.number("p50_ms", times.milliseconds(0.5), "ms", 3);
    report.number("p99_ms", times.milliseconds(0.99), "ms", 3);
    return report.finish(json) ? 0 : 1;
}

} // namespace samsa::bench

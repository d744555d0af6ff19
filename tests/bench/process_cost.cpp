// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/process_cost.h"

#include <fstream>
#include <string>

namespace samsa::bench {

Nanoseconds cpuOf(pid_t process)
{
    clockid_t clock {};
    if (process <= 0 || clock_getcpuclockid(process, &clock) != 0)
        return 0;
    return nowOn(clock);
}

Nanoseconds ownCpu()
{
    return nowOn(CLOCK_PROCESS_CPUTIME_ID);
}

double residentKib(pid_t process)
{
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (status >> word) {
        double kib = 0;
        if (word == "VmRSS:" && status >> kib)
            return kib;
    }
    return 0;
}

void CpuMeter::begin()
{
    m_server = cpuOf(m_process);
    m_own = ownCpu();
    m_started = now();
}

} // namespace samsa::bench

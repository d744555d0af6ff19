// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/clock.h"

#include <sys/types.h>

namespace samsa::bench {

/// CPU time that all threads of a process have used so far, to the nanosecond (the process's CPU
/// clock, not the hundredths of /proc/PID/stat). 0 if there is no such process.
Nanoseconds cpuOf(pid_t process);

Nanoseconds ownCpu();

/// Resident memory of a process (VmRSS) in KiB; 0 if there is no such process.
double residentKib(pid_t process);

/// What a process used between begin() and now.
class CpuMeter
{
public:
    explicit CpuMeter(pid_t process)
        : m_process(process)
    {
    }

    void begin();
    double serverSeconds() const { return seconds(cpuOf(m_process) - m_server); }
    double ownSeconds() const { return seconds(ownCpu() - m_own); }
    double wallSeconds() const { return seconds(now() - m_started); }

private:
    pid_t m_process;
    Nanoseconds m_server = 0;
    Nanoseconds m_own = 0;
    Nanoseconds m_started = 0;
};

} // namespace samsa::bench

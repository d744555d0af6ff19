// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/unix_signals.h"

#include <QSocketNotifier>
#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace samsa {

#ifdef Q_OS_UNIX

namespace {

std::atomic<int> writeEnd {-1};
std::atomic<int> endsRequested {0};

// Only what is async-signal-safe (signal-safety(7)): lock-free atomics, write and _exit.
void handle(int signal)
{
    if (signal != SIGHUP && endsRequested.fetch_add(1) > 0)
        _exit(1);
    const char byte = static_cast<char>(signal);
    [[maybe_unused]] const auto written = write(writeEnd.load(), &byte, 1);
}

constexpr std::array handled {SIGTERM, SIGINT, SIGHUP};

} // namespace

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    if (pipe(m_pipe) != 0)
        return;
    for (const int end : m_pipe) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
    }
    writeEnd = m_pipe[1];
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::read);
    for (const int signal : handled) {
        struct sigaction action
        {
        };
        action.sa_handler = handle;
        action.sa_flags = SA_RESTART;
        sigaction(signal, &action, nullptr);
    }
}

UnixSignals::~UnixSignals()
{
    for (const int signal : handled)
        std::signal(signal, SIG_DFL);
    delete m_notifier;
    for (const int end : m_pipe)
        if (end >= 0)
            close(end);
}

void UnixSignals::read()
{
    char signal = 0;
    while (::read(m_pipe[0], &signal, 1) == 1)
        if (signal == SIGHUP)
            Q_EMIT hungUp();
        else
            Q_EMIT endRequested();
}

#else

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
}

UnixSignals::~UnixSignals() = default;

void UnixSignals::read() {}

#endif

} // namespace samsa

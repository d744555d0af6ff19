// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/progress.h"

#include <cstdio>

namespace samsa {

void Progress::operator()(qint64 messages)
{
    const auto now = Clock::now();
    if (now < m_next)
        return;
    m_next = now + step;
    std::fprintf(stderr, "%lld messages\n", static_cast<long long>(messages));
}

void Progress::done(const commands::ExportCounts &counts)
{
    std::fprintf(stderr, "%lld sessions, %lld rooms, %lld messages, %lld log positions\n",
                 static_cast<long long>(counts.sessions), static_cast<long long>(counts.rooms),
                 static_cast<long long>(counts.messages),
                 static_cast<long long>(counts.logPositions));
}

} // namespace samsa

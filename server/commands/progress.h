// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/commands/export_format.h"

#include <chrono>

namespace samsa {

/// Tells on standard error how far an export or an import is, at most once a second.
class Progress
{
public:
    void operator()(qint64 messages);
    /// What there was in the end.
    static void done(const commands::ExportCounts &counts);

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds step {1};
    Clock::time_point m_next = Clock::now() + step;
};

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/gateway/worker.h"

#include <memory>
#include <optional>
#include <vector>

namespace samsa::gateway {

/// The workers of this node: what happens is told to all of them, a connection goes to one.
///
/// Thread: tell() and adopt() from any, once start() has returned; before that there is nobody to
/// tell. The rest is the owner's.
class Workers
{
public:
    /// \a services outlives the workers.
    void start(const chat::Services &services, const std::optional<QSslConfiguration> &tls,
               int count);
    void tell(const EventsPtr &events);
    /// A connection that was accepted, for the worker that has the fewest.
    void adopt(qintptr descriptor);
    /// Says good-bye to all clients and waits until the threads have ended, a second at most.
    void close();

    int connections() const;
    const std::vector<std::unique_ptr<Worker>> &all() const { return m_workers; }

private:
    std::vector<std::unique_ptr<Worker>> m_workers;
};

} // namespace samsa::gateway

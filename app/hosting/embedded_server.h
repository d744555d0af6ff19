// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/task_queue.h"
#include "server/config/options.h"

#include <QThread>

#include <functional>
#include <memory>

namespace samsa {
class Server;
}

namespace samsa::app {

/// A samsa::Server in a thread of its own, for "Host on this computer". The program speaks to it
/// over loopback like to any other; here it is only started and stopped. Thread: the one it lives
/// in; start() and stop() return at once and answer there, through \a done. The destructor stops
/// the server and waits for it (at most two seconds).
class EmbeddedServer
{
public:
    using Started = std::function<void(protocol::Result<quint16>)>; ///< The port.

    EmbeddedServer();
    ~EmbeddedServer();
    EmbeddedServer(const EmbeddedServer &) = delete;
    EmbeddedServer &operator=(const EmbeddedServer &) = delete;

    /// Errors: those of Server::start().
    void start(Options options, Started done);
    void stop(std::function<void()> done);

private:
    TaskQueue m_here; // answers
    QThread m_thread;
    std::unique_ptr<TaskQueue> m_there; // orders; lives in m_thread
    std::unique_ptr<Server> m_server; // touched in m_thread only
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/options.h"

#include <QHttpServer>
#include <QTcpServer>

#include <functional>

namespace samsa::status {

/// /healthz, /readyz and /metrics of a process that serves no clients, for its operator alone: what
/// asks there is trusted, so nothing here is limited.
///
/// Thread: the one it lives in, whose event loop answers.
class StatusPort
{
public:
    struct Sources
    {
        std::function<QByteArray(bool *ready)> readiness; ///< The body of /readyz.
        std::function<QByteArray()> metrics;
    };

    explicit StatusPort(Sources sources);

    /// StartFailed.
    protocol::Result<void> listen(const ListenAddress &where);
    quint16 port() const { return m_tcp.serverPort(); }

private:
    const Sources m_sources;
    QHttpServer m_http;
    QTcpServer m_tcp; // Before m_http goes, which would delete it as its child.
};

} // namespace samsa::status

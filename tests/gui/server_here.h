// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/server.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace samsa::test {

/// A real server in this process on a port of the system's choice, with data of its own and no rate
/// limits.
class ServerHere
{
public:
    explicit ServerHere(Options options = {})
    {
        options.port = 0;
        options.dataDir = m_folder.path();
        options.workers = 1;
        options.limits.messagesPerSecond = 0;
        options.limits.claimsPerMinute = 0;
        options.limits.roomsPerMinute = 0;
        m_server = std::make_unique<Server>(options);
        const auto started = m_server->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().sentence));
    }

    quint16 port() const { return m_server->port(); }
    const QTemporaryDir &folder() const { return m_folder; }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

} // namespace samsa::test

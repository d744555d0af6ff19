// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/server.h"
#include "tests/support/http_test_client.h"

#include <QTemporaryDir>
#include <QUuid>

#include <memory>

namespace samsa::test {

/// A whole server in this thread, on a port of its own, with its data in a folder that goes away
/// with it. Without limits on how fast one may be, unless the test sets some.
class TestServer
{
public:
    TestServer();

    Options options; ///< Before start().

    bool start();
    void stop();
    /// Ends it and starts another on the same data and port.
    bool restart();
    Server &server() { return *m_server; }
    quint16 port() const { return m_server->port(); }

    HttpTestClient client(const QByteArray &token = {}) const
    {
        return HttpTestClient(port(), token);
    }
    /// Claims a nickname; its token, empty if it was refused.
    QByteArray claim(const QByteArray &nickname) const;
    /// Makes a room as somebody.
    QUuid makeRoom(const QByteArray &token, const QByteArray &name) const;
    /// All that was said in a room, by way of pages.
    QStringList history(const QByteArray &token, const QUuid &room) const;

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

QByteArray messagesPath(const QUuid &room);

} // namespace samsa::test

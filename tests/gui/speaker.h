// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/http_client.h"
#include "app/server_connection/identity.h"
#include "app/storage/file_writer.h"

#include <QTemporaryDir>

namespace samsa::test {

/// Somebody without a window: claims a nickname and speaks over HTTP. Each call waits, with the
/// event loop running, until the server has answered; false, or a null id, when it refused.
class Speaker
{
public:
    Speaker(quint16 port, const QString &nickname);

    /// Frees the nickname.
    bool leave();

    bool isThere() const { return m_isThere; }
    QUuid makeRoom(const QString &name);
    bool say(const QUuid &room, const QString &text);
    /// A message, or something that is done to one.
    bool send(const QUuid &room, const protocol::SendRequest &request);
    /// Reads the room, and so is seen in it for a while.
    bool look(const QUuid &room);

private:
    using Call = std::function<void(app::HttpClient::Done)>;
    protocol::Result<app::HttpAnswer> wait(const Call &call);

    QTemporaryDir m_folder;
    app::FileWriter m_writer;
    app::HttpClient m_http;
    app::Identity m_identity;
    QObject m_context;
    bool m_isThere = false;
};

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/http_client.h"
#include "app/storage/file_writer.h"
#include "protocol/shapes.h"

#include <QObject>

#include <functional>

namespace samsa::app {

/// Who a person is on one server: the nickname that was claimed and the token that proves it. The
/// token is kept in the person's files, so that the same person gets the nickname back at the next
/// start, and is set on the HttpClient. Thread: the one it lives in.
class Identity : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(protocol::Result<void>)>;

    /// \a file keeps the token; it is read now.
    Identity(HttpClient &http, QString file, FileWriter &writer, QObject *parent = nullptr);

    /// Claims the nickname, with the token of the last time if there is one. \a done once:
    /// NicknameTaken, NicknameInvalid, AccessKey, TooManyRequests, NotConnected, ….
    void claim(const QString &nickname, const QString &accessKey, Done done);
    /// Frees the nickname and forgets the token. \a done once, also when the server is away. What
    /// is just being claimed is freed, too: it waits for that answer.
    void leave(std::function<void()> done);

    QString nickname() const { return m_answer.nickname; }

private:
    void claimed(const protocol::Result<void> &result, const Done &done);

    HttpClient &m_http;
    QString m_file;
    FileWriter &m_writer;
    protocol::SessionAnswer m_answer; // of the server, or kept from it
    bool m_isClaiming = false;
    std::function<void()> m_leaveDone; // it leaves when the claim is answered
};

} // namespace samsa::app

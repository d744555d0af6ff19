// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "protocol/shapes.h"

#include <QObject>
#include <QUrlQuery>

#include <functional>

namespace samsa::app {

class Archive;
class HttpClient;

/// A run of a room's messages without a hole.
struct MessageRun
{
    QList<protocol::Message> messages; ///< In order of position.
    bool hasOlder = false; ///< The room has some before them.
    bool hasNewer = false; ///< And behind them.
    bool isKept = false; ///< From this computer, and perhaps not as new as the server's.
};

/// Pages of a server's rooms: from the archive where that knows, else from the server; what the
/// server answers is kept. Thread: the one it lives in; \a take is called there, once, later, and
/// never after \a context is gone.
class HistoryReader
{
public:
    using Take = std::function<void(const protocol::Result<MessageRun> &)>;

    HistoryReader(HttpClient &http, Archive &archive)
        : m_http(http)
        , m_archive(archive)
    {
    }

    /// The newest messages that this computer has; none is no error.
    void newestKept(const QUuid &room, QObject *context, Take take);
    /// The newest ones of the server.
    void newest(const QUuid &room, QObject *context, Take take);
    /// The page right before, or right behind, this position.
    void before(const QUuid &room, qint64 position, QObject *context, Take take);
    void after(const QUuid &room, qint64 position, QObject *context, Take take);
    /// About a page on each side of this position.
    void around(const QUuid &room, qint64 position, QObject *context, Take take);

    /// Keeps what a transport told: everything that came behind \a after.
    void keepArrived(const QUuid &room, const QList<protocol::Message> &messages, qint64 after);

private:
    using TakePage = std::function<void(const protocol::Result<protocol::MessagePage> &)>;

    void ask(const QUuid &room, const QUrlQuery &query, QObject *context, const TakePage &take);
    void askBefore(const QUuid &room, qint64 position, QObject *context, const Take &take);
    void askAfter(const QUuid &room, qint64 position, QObject *context, const Take &take);

    HttpClient &m_http;
    Archive &m_archive;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/history_reader.h"

#include <QUrlQuery>

namespace samsa::app {

class Archive;
class HttpClient;

/// A server's history with an archive before it. Both outlive it. What the archive answers is asked
/// for at the server as well, since somebody may have changed it meanwhile (setRefreshed()).
class ArchivedHistory : public HistoryReader
{
public:
    ArchivedHistory(HttpClient &http, Archive &archive)
        : m_http(http)
        , m_archive(archive)
    {
    }

    void newestKept(const QUuid &room, QObject *context, Take take) override;
    void newest(const QUuid &room, QObject *context, Take take) override;
    void before(const QUuid &room, qint64 position, QObject *context, Take take) override;
    void after(const QUuid &room, qint64 position, QObject *context, Take take) override;
    void around(const QUuid &room, qint64 position, QObject *context, Take take) override;
    void keepArrived(const QUuid &room, const QList<protocol::Message> &messages,
                     qint64 after) override;
    void keepChange(const protocol::MessageEvent &event) override;
    void keepEpoch(const QUuid &room, const QByteArray &epoch) override;
    void forget(const QUuid &room) override;

private:
    using TakePage = std::function<void(const protocol::Result<protocol::MessagePage> &)>;

    using Confirmed = std::function<void(const protocol::Result<bool> &)>;

    /// Whether what is kept of the room is still the server's, whose newest page is of this epoch.
    void confirmKept(const QUuid &room, const QByteArray &epoch, QObject *context,
                     const Confirmed &confirmed);
    void addEpoch(QUrlQuery &query, const QUuid &room) const;
    void ask(const QUuid &room, const QUrlQuery &query, QObject *context, const TakePage &take);
    void askBefore(const QUuid &room, qint64 position, QObject *context, const Take &take);
    void askAfter(const QUuid &room, qint64 position, QObject *context, const Take &take);

    HttpClient &m_http;
    Archive &m_archive;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/history_reader.h"
#include "app/conversation/position_ranges.h"

#include <QUrlQuery>

namespace samsa::app {

class Archive;
class HttpClient;

/// A server's history with an archive before it. Both outlive it. Somebody may have changed
/// meanwhile what the archive answers: refresh() asks for it at the server as well, once a visit.
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
    void beginVisit(const QUuid &room) override;
    void refresh(const QUuid &room, const Span &shown, QObject *context) override;
    void setOnline(bool online) override { m_isOnline = online; }
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
    void askAgain(const QUuid &room, const Span &shown, QObject *context);
    /// Everything behind \a after up to the last of them.
    void keepBehind(const QUuid &room, const QList<protocol::Message> &messages, qint64 after,
                    quint64 visit);
    void noteFresh(const QUuid &room, quint64 visit, const Span &span);

    HttpClient &m_http;
    Archive &m_archive;
    QUuid m_room; // that is visited
    quint64 m_visit = 0; // answers to an earlier one say nothing about what is fresh now
    PositionRanges m_fresh; // of that room: as the server has it, or being asked for
    bool m_isOnline = false;
};

} // namespace samsa::app

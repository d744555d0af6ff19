// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/backoff.h"
#include "app/server_connection/http_client.h"
#include "app/server_connection/transport.h"

#include <QDeadlineTimer>
#include <QTimer>

namespace samsa::app {

/// Asks again and again: each interval, what is new in the open room (after the last position) and
/// the list of rooms. Both with an ETag, so an answer that holds nothing new is a few bytes. Behind
/// by more than a page, it asks for the next one at once. While the server is away the pauses grow
/// (Backoff). An interval of more than five seconds is told to the server, which counts who polls
/// as present until the next poll.
class PollingTransport : public Transport
{
    Q_OBJECT
public:
    PollingTransport(HttpClient &http, std::chrono::milliseconds interval,
                     QObject *parent = nullptr);

    void setInterval(std::chrono::milliseconds interval);
    void setBackoff(Backoff backoff) { m_backoff = std::move(backoff); }

    ui::TransportKind kind() const override { return ui::TransportKind::Polling; }
    void start() override;
    void stop() override;
    void openRoom(const QUuid &room, qint64 after) override;
    void closeRoom() override;
    void send(const Outgoing &outgoing, SendDone done) override;
    void announce(const Announcement &announcement) override;
    bool isOnline() const override { return m_online; }
    TransportStatus status() const override;
    void retryNow() override;

private:
    void poll();
    void pollRooms();
    void pollMessages();
    void takePage(const HttpAnswer &answer);
    bool refused(const protocol::Error &error);
    void remember(const HttpAnswer &answer);
    void finishRound();
    void setOnline(bool online);

    HttpClient &m_http;
    std::chrono::milliseconds m_interval;
    Backoff m_backoff;
    QTimer m_timer;
    QDeadlineTimer m_next;
    quint64 m_run = 0; // answers to an earlier run are not for us any more
    quint64 m_visit = 0; // the same for the open room
    bool m_running = false;
    QUuid m_room;
    qint64 m_after = 0;
    bool m_roomsBusy = false;
    bool m_messagesBusy = false;
    bool m_messagesAgain = false; // asked for while one was under way
    bool m_messagesAfterRooms = false;
    QByteArray m_roomsTag; // of the list that was handed on last
    QByteArray m_pageTag; // says that nothing is behind m_after
    bool m_failed = false; // something of this round
    bool m_online = false;
    qint64 m_lastBytes = 0;
    bool m_lastNotModified = false;
};

} // namespace samsa::app

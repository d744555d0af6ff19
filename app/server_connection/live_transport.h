// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/backoff.h"
#include "app/server_connection/http_client.h"
#include "app/server_connection/stomp_client.h"
#include "app/server_connection/transport.h"

#include <QDeadlineTimer>
#include <QTimer>

namespace samsa::app {

/// Is told: /topic/rooms for the list, /topic/rooms/{id} with `after:` for the open room, and who
/// is typing there. When the connection ends it comes back after a growing, random pause, reads the
/// list anew and then resumes the room behind the last position, so nothing is missing and nothing
/// twice. The pause is short again when everything that is followed is. What arrives in one turn of
/// the event loop is handed on as one list.
class LiveTransport : public Transport
{
    Q_OBJECT
public:
    explicit LiveTransport(HttpClient &http, QObject *parent = nullptr,
                           StompClient::Timing timing = {});

    void setBackoff(Backoff backoff) { m_backoff = std::move(backoff); }
    /// How long a send waits for its receipt before it counts as unknown.
    void setReceiptTimeout(std::chrono::milliseconds timeout) { m_receiptTimeout = timeout; }
    /// What comes sooner than this after what was handed on waits, and is handed on with all that
    /// came meanwhile. What comes after a pause does not wait.
    void setGatheringTime(std::chrono::milliseconds time) { m_gatheringTime = time; }

    ui::TransportKind kind() const override { return ui::TransportKind::Live; }
    void start() override;
    void stop() override;
    void openRoom(const QUuid &room, qint64 after) override;
    void closeRoom() override;
    void send(const Outgoing &outgoing, SendDone done) override;
    void announce(const Announcement &announcement) override;
    bool isOnline() const override { return m_stomp.state() == StompClient::State::Connected; }
    TransportStatus status() const override;
    void retryNow() override;

private:
    struct Sending
    {
        SendDone done;
        QDeadlineTimer deadline;
    };

    void connectNow();
    void resume();
    void follow();
    void followEvents();
    template <typename Event>
    void followEvent(const QByteArray &destination,
                     protocol::Result<Event> (*parse)(QByteArrayView));
    void readRooms();
    void takeMessage(const protocol::StompFrame &frame);
    void takeMessageEvent(const protocol::StompFrame &frame);
    void takeRoomEvent(const protocol::StompFrame &frame);
    void deliverSoon();
    void deliver();
    void takeRefusal(const protocol::StompFrame &frame);
    void takeReceipt(const QUuid &id, const protocol::StompFrame &frame);
    void answerAll(const protocol::Error &error);
    void giveUpLateSends();
    QString whyText() const;
    void lost(const protocol::Error &why);

    HttpClient &m_http;
    StompClient m_stomp;
    Backoff m_backoff;
    QTimer m_reconnect;
    QDeadlineTimer m_next;
    QTimer m_deliver;
    QDeadlineTimer m_gathering; // until when what comes waits
    std::chrono::milliseconds m_gatheringTime {100};
    QTimer m_sendWatch;
    std::chrono::milliseconds m_receiptTimeout {15'000};
    QHash<QUuid, Sending> m_sending;
    QUuid m_room;
    qint64 m_after = 0;
    QList<QByteArray> m_subscriptions; // of the open room: its messages, then its events
    QList<protocol::Message> m_arrived; // with m_roomEvents, what waits to be handed on
    QList<protocol::RoomEvent> m_roomEvents;
    quint64 m_run = 0;
    bool m_running = false;
    std::optional<protocol::Error> m_why; // the last connection ended
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/account/joined_server.h"
#include "app/conversation/archived_history.h"
#include "app/conversation/conversation.h"
#include "app/conversation/typists.h"
#include "app/outbox/outbox.h"
#include "app/rooms/reading.h"
#include "app/rooms/room_maker.h"
#include "app/rooms/room_model.h"
#include "app/server_connection/session_renewal.h"
#include "app/server_connection/transport_switch.h"

#include <QDeadlineTimer>
#include <QObject>

namespace samsa::app {

/// One person on one server, for as long as they have joined it: the session, the transports, the
/// rooms, what was written and not yet accepted, what was read, who is typing, and the one room
/// that is open, if any. It needs no window; several live side by side.
///
/// Thread: the one it lives in. Nothing blocks.
class Account : public QObject
{
    Q_OBJECT
public:
    Account(JoinedServer server, std::chrono::milliseconds pollingInterval,
            QObject *parent = nullptr);
    ~Account() override;

    void start(ui::TransportKind transport);
    /// The other transport, in mid-conversation.
    void choose(ui::TransportKind transport);
    /// The same account at another address (the hosting program has changed).
    void moveTo(const QUrl &server);
    /// Frees the nickname; left() follows, also when the server is away.
    void leave();

    QString nickname() const { return m_server.identity->nickname(); }
    QString label() const { return m_server.label; } ///< Of the server, for a person.
    bool isOnline() const { return m_transports.isOnline(); }
    /// The list of rooms has come from the server.
    bool knowsRooms() const { return m_knowsRooms; }

    /// Opens a room that the list has, at its newest message or around this position; nothing
    /// happens for one that is open already.
    void open(const QUuid &room, qint64 at = 0);
    /// Tells the others in the open room, as often as is worth it.
    void sayTyping();
    /// What was typed was sent: the next letter is told at once.
    void typingEnded() { m_sayTypingAgain = {}; }

    Archive &archive() { return *m_server.archive; }
    Reading &reading() { return m_reading; }
    RoomModel &rooms() { return m_rooms; }
    RoomMaker &roomMaker() { return m_maker; }
    Outbox &outbox() { return m_outbox; }
    Conversation &conversation() { return m_conversation; }
    TransportSwitch &transports() { return m_transports; }
    Typists &typists() { return m_typists; }

Q_SIGNALS:
    void onlineChanged(bool online);
    /// The list of rooms came whole.
    void roomsRead();
    /// The session is to be claimed anew, and cannot be right now.
    void renewalWaits(const samsa::protocol::Error &why);
    /// The server refused the open room.
    void roomRefused(const samsa::protocol::Error &why);
    void left();
    /// The nickname is lost to somebody else: one must join anew.
    void sessionEnded(const samsa::protocol::Error &why);

private:
    void connectTransports();
    void take(const RoomsRead &list);
    void take(const protocol::RoomEvent &event);
    void take(const MessagesArrived &arrived);
    void take(const EpochTold &told);
    void take(const protocol::MessageEvent &event);
    void take(const protocol::TypingEvent &event);

    JoinedServer m_server;
    Reading m_reading;
    RoomModel m_rooms;
    RoomMaker m_maker;
    Outbox m_outbox;
    ArchivedHistory m_history;
    Conversation m_conversation;
    TransportSwitch m_transports;
    Typists m_typists;
    SessionRenewal m_renewal;
    QDeadlineTimer m_sayTypingAgain; // from when on it is worth telling anew
    bool m_knowsRooms = false;
    bool m_isLeaving = false;
};

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/conversation.h"
#include "app/conversation/typists.h"
#include "app/login/joined_server.h"
#include "app/outbox/outbox.h"
#include "app/program/archive_notice.h"
#include "app/program/leaving.h"
#include "app/program/outage_notice.h"
#include "app/program/reading.h"
#include "app/rooms/read_marks.h"
#include "app/rooms/room_maker.h"
#include "app/rooms/room_model.h"
#include "app/server_connection/transport_switch.h"

#include <QObject>
#include <QTimer>

namespace samsa::ui {
class MainWindow;
}

namespace samsa::app {

class Settings;

/// Everything between the main window and a server that was joined: the list of rooms, the open
/// room, what was written and not yet accepted, the transport and its change. Thread: the windows'
/// one. Nothing blocks.
class ChatController : public QObject
{
    Q_OBJECT
public:
    ChatController(JoinedServer server, Settings &settings, ui::MainWindow &window,
                   QObject *parent = nullptr);
    ~ChatController() override;

    void start(ui::TransportKind transport);
    /// Opens the room with this name; makes it when the list does not have it.
    void openRoomNamed(const QString &name);
    /// The same conversation at another address (the hosting program has changed).
    void moveTo(const QUrl &server);
    /// Something a person should know, above the composer.
    void showTrouble(const protocol::Error &why);
    /// Frees the nickname, whatever is not sent; left() follows.
    void leave();

    const Outbox &outbox() const { return m_outbox; }
    const Conversation &conversation() const { return m_conversation; }
    const RoomModel &rooms() const { return m_rooms; }
    const TransportSwitch &transports() const { return m_transports; }

Q_SIGNALS:
    /// In the open room, at its end; what a transcript is made of.
    void messagesShown(const QList<samsa::protocol::Message> &messages,
                       samsa::ui::TransportKind transport);
    void onlineChanged(bool online);
    void left();
    /// The nickname is lost to somebody else: one must join anew.
    void sessionEnded(const samsa::protocol::Error &why);

private:
    void connectRooms();
    void connectTransports();
    void connectWindow();
    void connectConversation();

    void openRoom(const QUuid &room);
    void send(const QString &text);
    void take(const RoomsRead &list);
    void take(const protocol::RoomEvent &event);
    void take(const MessagesArrived &arrived);
    void take(const protocol::TypingEvent &event);
    void roomMade(const protocol::Room &room);
    void setOnline(bool online);
    void renewSession();
    void showStatus();
    void showPeople();
    void noteArrived(const QList<protocol::Message> &messages);
    void sayTyping();

    JoinedServer m_server;
    HttpClient &m_http;
    Settings &m_settings;
    ui::MainWindow &m_window;
    ReadMarks m_marks;
    RoomModel m_rooms;
    RoomMaker m_maker;
    Outbox m_outbox;
    Conversation m_conversation;
    TransportSwitch m_transports;
    Typists m_typists;
    Reading m_reading;
    OutageNotice m_outage;
    ArchiveNotice m_archiveNotice;
    Leaving m_leaving;
    QDeadlineTimer m_sayTypingAgain; // from when on it is worth telling anew
    QString m_wantedRoom; // a name from the command line, until it is open
    bool m_roomsKnown = false;
    bool m_renewing = false;
    QTimer m_status;
};

} // namespace samsa::app

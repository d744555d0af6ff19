// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/account/account.h"
#include "app/program/archive_notice.h"
#include "app/program/leaving.h"
#include "app/program/outage_notice.h"
#include "app/program/room_controller.h"
#include "ui/widgets/seen_timer.h"

#include <QObject>

namespace samsa::ui {
class MainWindow;
}

namespace samsa::app {

class ScreenLock;
class Settings;

/// Everything between the main window and an account: who one is, the list of rooms, the transport
/// and its change, what goes wrong. What is in a room is RoomController's. Thread: the windows'
/// one. Nothing blocks.
class ChatController : public QObject
{
    Q_OBJECT
public:
    ChatController(Account &account, Settings &settings, const ScreenLock &screen,
                   ui::MainWindow &window, QObject *parent = nullptr);
    ~ChatController() override;

    /// Opens the room with this name; makes it when the list does not have it.
    void openRoomNamed(const QString &name);
    /// Something a person should know, above the composer.
    void showTrouble(const protocol::Error &why);

private:
    void connectRooms();
    void connectTransports();
    void connectAccount();
    void roomMade(const protocol::Room &room);
    void showOpened(const QUuid &room);
    void showStatus();

    Account &m_account;
    Settings &m_settings;
    ui::MainWindow &m_window;
    RoomController m_room;
    OutageNotice m_outage;
    ArchiveNotice m_archiveNotice;
    Leaving m_leaving;
    QString m_wantedRoom; // a name from the command line, until it is open
    ui::SeenTimer m_status; // a countdown that nobody sees need not wake the computer
};

} // namespace samsa::app

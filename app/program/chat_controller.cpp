// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/chat_controller.h"

#include "app/base/error_text.h"
#include "app/screen/screen_lock.h"
#include "app/storage/settings.h"
#include "protocol/limits.h"
#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "ui/composer/composer.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/theme/bidi_text.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/transport_bar.h"

#include <QApplication>
#include <QLineEdit>

namespace samsa::app {

using protocol::Code;
using protocol::Error;

namespace {

constexpr std::chrono::milliseconds statusInterval {200};

QString textOf(const QUuid &id)
{
    return QString::fromLatin1(protocol::writeId(id));
}

} // namespace

ChatController::ChatController(Account &account, Settings &settings, const ScreenLock &screen,
                               ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_account(account)
    , m_settings(settings)
    , m_window(window)
    , m_room(account, *window.chat())
    , m_outage(*window.chat())
    , m_archiveNotice(account.archive(), *window.chat())
    , m_leaving(account.outbox(), window)
    , m_status(statusInterval, &window)
{
    m_window.setIdentity(account.nickname(), account.label());
    m_window.rooms()->setModel(&account.rooms());
    m_window.chat()->composer()->setLimit(protocol::limits::textCodePoints);
    connect(&m_status, &ui::SeenTimer::tick, this, &ChatController::showStatus);
    connectRooms();
    connectTransports();
    connectAccount();
    connect(&screen, &ScreenLock::changed, &m_room,
            [this](bool locked) { m_room.setSeen(!locked); });
    m_room.setSeen(!screen.isLocked());
    m_outage.setOnline(account.isOnline());
    showStatus();
}

ChatController::~ChatController()
{
    m_window.rooms()->setModel(nullptr);
}

void ChatController::connectRooms()
{
    ui::RoomListPanel *const panel = m_window.rooms();
    RoomModel &rooms = m_account.rooms();
    RoomMaker &maker = m_account.roomMaker();
    connect(panel, &ui::RoomListPanel::roomSelected, this,
            [this](const QString &id) { m_room.open(QUuid::fromString(id)); });
    connect(panel, &ui::RoomListPanel::roomCreationRequested, &maker, &RoomMaker::make);
    connect(&maker, &RoomMaker::made, this, &ChatController::roomMade);
    connect(&maker, &RoomMaker::refused, this,
            [this, panel](const QString &name, const Error &why) {
                if (name == m_wantedRoom && why.code == Code::RoomExists)
                    return; // somebody was quicker: it opens when the list shows it
                panel->showRoomCreationError(errorText(why));
            });
    connect(&rooms, &RoomModel::roomAppeared, this, [this](const QUuid &id) {
        const protocol::Room *const room = m_account.rooms().room(id);
        if (!m_wantedRoom.isEmpty()
            && protocol::foldName(room->name) == protocol::foldName(m_wantedRoom)) {
            m_room.open(id);
        }
    });
    connect(&m_account, &Account::roomsRead, this, [this] {
        if (!m_wantedRoom.isEmpty())
            openRoomNamed(m_wantedRoom);
    });
    connect(&m_room, &RoomController::opened, this, &ChatController::showOpened);
}

void ChatController::connectTransports()
{
    TransportSwitch &transports = m_account.transports();
    ui::TransportBar *const bar = m_window.chat()->transportBar();
    connect(&transports, &TransportSwitch::changed, this, [this, bar](Transport *transport) {
        bar->setTransport(transport->kind());
        showStatus();
    });
    connect(bar, &ui::TransportBar::transportChosen, this, [this](ui::TransportKind kind) {
        m_settings.set(settings::transport, kind);
        m_account.choose(kind);
    });
    connect(bar, &ui::TransportBar::pollingIntervalChosen, this,
            [this](std::chrono::milliseconds interval) {
                m_settings.set(settings::pollingInterval, interval);
                m_account.transports().setPollingInterval(interval);
                showStatus();
            });
}

void ChatController::connectAccount()
{
    connect(&m_account, &Account::onlineChanged, this, [this](bool online) {
        m_outage.setOnline(online);
        showStatus();
    });
    connect(&m_account, &Account::roomRefused, this, &ChatController::showTrouble);
    connect(&m_account, &Account::renewalWaits, &m_outage, &OutageNotice::showWaiting);
    connect(&m_account.outbox(), &Outbox::waiting, &m_outage, &OutageNotice::showWaiting);
    connect(&m_account.outbox(), &Outbox::accepted, &m_outage, &OutageNotice::hide);
    connect(&m_room, &RoomController::notKept, &m_archiveNotice, &ArchiveNotice::showNotKept);
    connect(&m_window, &ui::MainWindow::leaveRequested, &m_leaving, &Leaving::ask);
    connect(&m_leaving, &Leaving::ready, &m_account, &Account::leave);
}

void ChatController::openRoomNamed(const QString &name)
{
    m_wantedRoom = name;
    if (const protocol::Room *room = m_account.rooms().roomByName(name))
        m_room.open(room->id);
    else if (m_account.knowsRooms())
        m_account.roomMaker().make(name);
}

void ChatController::showTrouble(const Error &why)
{
    m_window.chat()->showNotice(errorText(why));
}

void ChatController::showOpened(const QUuid &id)
{
    m_wantedRoom.clear();
    m_outage.hide();
    m_window.setWindowTitle(tr("%1 – %2 – Samsa", "room, nickname")
                                .arg(ui::isolated(m_account.rooms().room(id)->name),
                                     ui::isolated(m_account.nickname())));
    m_window.rooms()->setCurrentRoom(textOf(id));
    m_outage.setOnline(m_account.isOnline());
    m_archiveNotice.show();
    showStatus();
    const auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    if (field == nullptr || field->text().isEmpty()) // who is typing elsewhere is not interrupted
        m_window.chat()->composer()->focusField();
}

void ChatController::roomMade(const protocol::Room &room)
{
    m_account.rooms().changeRoom(room);
    m_window.rooms()->roomCreationSucceeded(textOf(room.id));
    m_room.open(room.id);
}

void ChatController::showStatus()
{
    const Transport *const transport = m_account.transports().current();
    if (transport == nullptr)
        return;
    ui::TransportBar *const bar = m_window.chat()->transportBar();
    const TransportStatus status = transport->status();
    if (const auto *polling = std::get_if<PollingStatus>(&status)) {
        bar->setPollingStatus(polling->interval, polling->untilNext, polling->lastAnswerBytes,
                              polling->lastAnswerWasNotModified);
    } else if (const auto *live = std::get_if<LiveStatus>(&status)) {
        bar->setLiveStatus(live->state, live->sentence, live->secondsSinceHeartBeat);
    }
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/chat_controller.h"

#include "app/base/error_text.h"
#include "app/storage/settings.h"
#include "protocol/limits.h"
#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "ui/composer/composer.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/arrival_announcer.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/transport_bar.h"

#include <QApplication>
#include <QLineEdit>

namespace samsa::app {

using protocol::Code;
using protocol::Error;
using protocol::Message;

namespace {

constexpr std::chrono::milliseconds statusInterval {200};
constexpr std::chrono::seconds sayTypingEvery {3}; // it holds for limits::typing

QString textOf(const QUuid &id)
{
    return QString::fromLatin1(protocol::writeId(id));
}

} // namespace

ChatController::ChatController(JoinedServer server, Settings &settings, FileWriter &writer,
                               ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_http(*m_server.http)
    , m_settings(settings)
    , m_window(window)
    , m_marks(m_server.files->readMarks(), writer)
    , m_rooms(m_marks)
    , m_maker(m_http)
    , m_outbox(m_server.files->outbox(), writer)
    , m_conversation(m_http, m_outbox, m_server.identity->nickname())
    , m_transports(m_http, settings.get(settings::pollingInterval))
    , m_typists(m_server.identity->nickname())
    , m_reading(m_server.identity->nickname(), m_conversation, m_marks, m_rooms, window)
    , m_outage(*window.chat())
{
    m_window.setIdentity(m_server.identity->nickname(), m_server.label);
    m_window.rooms()->setModel(&m_rooms);
    m_window.chat()->composer()->setLimit(protocol::limits::textCodePoints);
    m_window.chat()->clearRoom();
    m_status.setInterval(statusInterval);
    connect(&m_status, &QTimer::timeout, this, &ChatController::showStatus);
    connectRooms();
    connectTransports();
    connectConversation();
    connectWindow();
}

ChatController::~ChatController()
{
    m_window.rooms()->setModel(nullptr);
    m_window.chat()->clearRoom();
    m_window.chat()->setModel(nullptr);
}

void ChatController::connectRooms()
{
    ui::RoomListPanel *const panel = m_window.rooms();
    connect(panel, &ui::RoomListPanel::roomSelected, this,
            [this](const QString &id) { openRoom(QUuid::fromString(id)); });
    connect(panel, &ui::RoomListPanel::roomCreationRequested, &m_maker, &RoomMaker::make);
    connect(&m_maker, &RoomMaker::made, this, &ChatController::roomMade);
    connect(&m_maker, &RoomMaker::refused, this,
            [this, panel](const QString &name, const Error &why) {
                if (name == m_wantedRoom && why.code == Code::RoomExists)
                    return; // somebody was quicker: it opens when the list shows it
                panel->showRoomCreationError(errorText(why));
            });
    connect(&m_rooms, &RoomModel::roomUpdated, this, [this](const QUuid &room) {
        if (room == m_conversation.room()) {
            showPeople();
            m_reading.look();
        }
    });
    connect(&m_rooms, &RoomModel::roomAppeared, this, [this](const QUuid &id) {
        const protocol::Room *const room = m_rooms.room(id);
        if (!m_wantedRoom.isEmpty()
            && protocol::foldName(room->name) == protocol::foldName(m_wantedRoom)) {
            openRoom(id);
        }
    });
}

void ChatController::connectTransports()
{
    connect(&m_transports, &TransportSwitch::changed, this, [this](Transport *transport) {
        m_conversation.setTransport(transport);
        m_outbox.setSender([transport](const Outgoing &message, Transport::SendDone done) {
            transport->send(message, std::move(done));
        });
        m_window.chat()->transportBar()->setTransport(transport->kind());
        showStatus();
    });
    connect(&m_transports, &TransportSwitch::heard, this, [this](const ServerEvent &event) {
        std::visit([this](const auto &one) { take(one); }, event);
    });
    connect(&m_transports, &TransportSwitch::onlineChanged, this, &ChatController::setOnline);
    connect(&m_transports, &TransportSwitch::sessionLost, this, &ChatController::renewSession);
    connect(&m_transports, &TransportSwitch::roomRefused, this,
            [this](const QUuid &, const Error &why) { showTrouble(why); });
    ui::TransportBar *const bar = m_window.chat()->transportBar();
    connect(bar, &ui::TransportBar::transportChosen, this, [this](ui::TransportKind kind) {
        m_settings.set(settings::transport, kind);
        m_transports.choose(kind);
    });
    connect(bar, &ui::TransportBar::pollingIntervalChosen, this,
            [this](std::chrono::milliseconds interval) {
                m_settings.set(settings::pollingInterval, interval);
                m_transports.setPollingInterval(interval);
                showStatus();
            });
}

void ChatController::connectConversation()
{
    connect(&m_conversation, &Conversation::loaded, &m_reading, &Reading::showLoaded);
    connect(&m_conversation, &Conversation::arrived, this, &ChatController::noteArrived);
    connect(&m_conversation, &Conversation::failed, this, [this](const Error &why) {
        if (why.code == Code::RoomNotFound)
            m_window.chat()->showNotice(errorText(why));
    });
    connect(&m_outbox, &Outbox::waiting, &m_outage, &OutageNotice::showWaiting);
    connect(&m_outbox, &Outbox::accepted, &m_outage, &OutageNotice::hide);
}

void ChatController::connectWindow()
{
    ui::ChatPanel *const chat = m_window.chat();
    ui::TimelineView *const timeline = chat->timeline();
    connect(chat->composer(), &ui::Composer::sendRequested, this, &ChatController::send);
    connect(chat->composer(), &ui::Composer::typed, this, &ChatController::sayTyping);
    connect(&m_typists, &Typists::changed, chat,
            [this, chat] { chat->setTyping(m_typists.nicknames()); });
    connect(timeline, &ui::TimelineView::olderNeeded, &m_conversation, &Conversation::fetchOlder);
    connect(timeline, &ui::TimelineView::retryRequested, this,
            [this](const QString &id) { m_outbox.retry(QUuid::fromString(id)); });
    connect(timeline, &ui::TimelineView::discardRequested, this,
            [this](const QString &id) { m_outbox.discard(QUuid::fromString(id)); });
    connect(&m_window, &ui::MainWindow::leaveRequested, this, &ChatController::leave);
}

void ChatController::start(ui::TransportKind transport)
{
    m_transports.choose(transport);
    m_status.start();
    m_outage.setOnline(false); // until the first answer
}

void ChatController::openRoomNamed(const QString &name)
{
    m_wantedRoom = name;
    if (m_roomsKnown) {
        if (const protocol::Room *room = m_rooms.roomByName(name))
            openRoom(room->id);
        else
            m_maker.make(name);
    }
}

void ChatController::moveTo(const QUrl &server)
{
    m_http.setServer(server);
    m_transports.restart();
}

void ChatController::showTrouble(const Error &why)
{
    m_window.chat()->showNotice(errorText(why));
}

void ChatController::leave()
{
    m_transports.disconnect(this);
    m_conversation.setTransport(nullptr);
    m_outbox.setSender({});
    m_transports.stop();
    m_server.identity->leave([this] { Q_EMIT left(); });
}

void ChatController::openRoom(const QUuid &id)
{
    const protocol::Room *const room = m_rooms.room(id);
    if (room == nullptr || id == m_conversation.room())
        return;
    m_wantedRoom.clear();
    m_reading.startRoom();
    ui::ChatPanel *const chat = m_window.chat();
    m_outage.hide();
    chat->hideNotice(); // whatever it is about
    m_typists.clear();
    m_sayTypingAgain = {};
    chat->setRoom(textOf(id), room->name);
    m_window.setWindowTitle(
        tr("%1 – %2 – Samsa", "room, nickname").arg(room->name, m_server.identity->nickname()));
    m_window.rooms()->setCurrentRoom(textOf(id));
    m_conversation.open(id, room->messageCount);
    chat->setModel(m_conversation.model());
    showPeople();
    setOnline(m_transports.isOnline());
    const auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    if (field == nullptr || field->text().isEmpty()) // who is typing elsewhere is not interrupted
        chat->composer()->focusField();
}

void ChatController::send(const QString &text)
{
    if (m_conversation.room().isNull())
        return;
    if (const auto checked = protocol::checkText(text.toUtf8()); !checked) {
        m_window.chat()->showNotice(errorText(checked.error())); // the text stays in the field
        return;
    }
    m_window.chat()->composer()->accepted();
    m_outbox.add(m_conversation.room(), text);
    m_sayTypingAgain = {}; // the message ends what was said
}

void ChatController::sayTyping()
{
    Transport *const transport = m_transports.current();
    if (transport != nullptr && !m_conversation.room().isNull() && m_sayTypingAgain.hasExpired()) {
        m_sayTypingAgain = QDeadlineTimer(sayTypingEvery);
        transport->announce(typingAnnouncement);
    }
}

void ChatController::take(const RoomsRead &list)
{
    m_rooms.setRooms(list.rooms);
    if (!m_roomsKnown) {
        m_roomsKnown = true;
        if (!m_wantedRoom.isEmpty())
            openRoomNamed(m_wantedRoom);
    }
}

void ChatController::take(const protocol::RoomEvent &event)
{
    m_rooms.changeRoom(event.room);
}

void ChatController::take(const MessagesArrived &arrived)
{
    m_conversation.take(arrived.room, arrived.messages);
}

void ChatController::take(const protocol::TypingEvent &event)
{
    m_typists.types(event.nickname);
}

void ChatController::roomMade(const protocol::Room &room)
{
    m_rooms.changeRoom(room);
    m_window.rooms()->roomCreationSucceeded(textOf(room.id));
    openRoom(room.id);
}

void ChatController::setOnline(bool online)
{
    m_outbox.setOnline(online);
    m_outage.setOnline(online);
    showStatus();
    Q_EMIT onlineChanged(online);
}

void ChatController::renewSession()
{
    if (m_renewing)
        return;
    m_renewing = true;
    m_server.identity->claim(m_server.identity->nickname(), m_server.accessKey,
                             [this](const protocol::Result<void> &result) {
                                 m_renewing = false;
                                 // Without a server, the restart waits for it and asks again.
                                 if (result || result.error().code == Code::NotConnected
                                     || result.error().code == Code::ShuttingDown) {
                                     m_transports.restart();
                                 } else {
                                     Q_EMIT sessionEnded(result.error());
                                 }
                             });
}

void ChatController::showStatus()
{
    const Transport *const transport = m_transports.current();
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

void ChatController::showPeople()
{
    if (const protocol::Room *room = m_rooms.room(m_conversation.room()))
        m_window.chat()->setPeople(room->peopleNow);
}

void ChatController::noteArrived(const QList<Message> &messages)
{
    Q_EMIT messagesShown(messages,
                         m_transports.current() != nullptr ? m_transports.current()->kind()
                                                           : ui::TransportKind::Live);
    for (const Message &message : messages) {
        m_typists.spoke(message.nickname);
        if (m_conversation.isLoaded() && message.nickname != m_server.identity->nickname())
            m_window.chat()->arrivals()->announce(message.nickname, message.text);
    }
    m_reading.noteArrived(messages);
}

} // namespace samsa::app

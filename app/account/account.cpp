// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/account/account.h"

namespace samsa::app {

namespace {

constexpr std::chrono::seconds sayTypingEvery {3}; // it holds for limits::typing

} // namespace

Account::Account(JoinedServer server, std::chrono::milliseconds pollingInterval, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_reading(*m_server.archive, m_server.identity->nickname())
    , m_rooms(m_reading)
    , m_maker(*m_server.http)
    , m_outbox(*m_server.archive)
    , m_history(*m_server.http, *m_server.archive)
    , m_conversation(m_history, m_outbox, m_server.identity->nickname())
    , m_transports(*m_server.http, pollingInterval)
    , m_typists(m_server.identity->nickname())
    , m_renewal(*m_server.identity, m_server.accessKey)
{
    connect(&m_outbox, &Outbox::accepted, this, [this](const OutboxEntry &entry, qint64 position) {
        if (isMessage(entry.what)) // what is done to one is not counted
            m_reading.noteOwn(entry.room, position);
    });
    connect(&m_conversation, &Conversation::arrived, this,
            [this](const QList<protocol::Message> &messages) {
                m_reading.noteArrived(m_conversation.room(), messages);
                for (const protocol::Message &message : messages)
                    m_typists.spoke(message.nickname);
            });
    connect(&m_conversation, &Conversation::begunAnew, this,
            [this] { m_reading.noteBegunAnew(m_conversation.room()); });
    connectTransports();
}

Account::~Account() = default;

void Account::connectTransports()
{
    connect(&m_transports, &TransportSwitch::changed, this, [this](Transport *transport) {
        m_conversation.setTransport(transport);
        m_outbox.setSender([transport](const Outgoing &outgoing, Transport::SendDone done) {
            transport->send(outgoing, std::move(done));
        });
    });
    connect(&m_transports, &TransportSwitch::heard, this, [this](const ServerEvent &event) {
        std::visit([this](const auto &one) { take(one); }, event);
    });
    connect(&m_transports, &TransportSwitch::onlineChanged, this, [this](bool online) {
        m_outbox.setOnline(online);
        m_conversation.setOnline(online);
        Q_EMIT onlineChanged(online);
    });
    connect(&m_transports, &TransportSwitch::roomRefused, this,
            [this](const QUuid &room, const protocol::Error &why) {
                if (!isAnotherLog(why))
                    Q_EMIT roomRefused(why);
                else if (room == m_conversation.room())
                    m_conversation.readAnew();
            });
    connect(&m_transports, &TransportSwitch::sessionLost, &m_renewal, &SessionRenewal::begin);
    connect(&m_renewal, &SessionRenewal::renewed, &m_transports, &TransportSwitch::restart);
    connect(&m_renewal, &SessionRenewal::waiting, this, &Account::renewalWaits);
    connect(&m_renewal, &SessionRenewal::lost, this, &Account::sessionEnded);
}

void Account::start(ui::TransportKind transport)
{
    if (const auto &rooms = archive().kept().rooms; !rooms.isEmpty())
        m_rooms.setRooms(rooms);
    m_transports.choose(transport);
}

void Account::moveTo(const QUrl &server)
{
    m_server.http->setServer(server);
    m_transports.restart();
}

void Account::leave()
{
    m_isLeaving = true;
    m_transports.disconnect(this);
    m_conversation.setTransport(nullptr);
    m_conversation.close();
    m_outbox.setSender({});
    m_transports.stop();
    m_renewal.stop();
    m_server.identity->leave([this] { Q_EMIT left(); });
}

void Account::choose(ui::TransportKind transport)
{
    if (!m_isLeaving)
        m_transports.choose(transport);
}

void Account::open(const QUuid &id, qint64 at)
{
    const protocol::Room *const room = m_rooms.room(id);
    if (room == nullptr || id == m_conversation.room() || m_isLeaving)
        return;
    m_reading.leaveRoom(m_conversation.room());
    m_typists.clear();
    typingEnded();
    m_conversation.open(*room, at);
}

void Account::sayTyping()
{
    Transport *const transport = m_transports.current();
    if (transport != nullptr && !m_conversation.room().isNull() && m_sayTypingAgain.hasExpired()) {
        m_sayTypingAgain = QDeadlineTimer(sayTypingEvery);
        transport->announce(typingAnnouncement);
    }
}

void Account::take(const RoomsRead &list)
{
    m_rooms.setRooms(list.rooms);
    archive().keepRooms(list.rooms);
    m_knowsRooms = true;
    if (const protocol::Room *const room = m_rooms.room(m_conversation.room()))
        m_conversation.noteRoom(*room);
    Q_EMIT roomsRead();
}

void Account::take(const protocol::RoomEvent &event)
{
    m_rooms.changeRoom(event.room);
}

void Account::take(const MessagesArrived &arrived)
{
    m_conversation.take(arrived.room, arrived.messages);
}

void Account::take(const EpochTold &told)
{
    m_conversation.take(told);
}

void Account::take(const protocol::MessageEvent &event)
{
    m_conversation.take(event);
}

void Account::take(const protocol::TypingEvent &event)
{
    m_typists.types(event.nickname);
}

} // namespace samsa::app

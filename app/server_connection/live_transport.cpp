// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/live_transport.h"

#include "app/base/error_text.h"
#include "app/base/logging.h"
#include "app/base/may_pass.h"
#include "app/server_connection/api_paths.h"
#include "app/server_connection/network_text.h"
#include "app/server_connection/server_address.h"
#include "protocol/destinations.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;
using protocol::StompFrame;

LiveTransport::LiveTransport(HttpClient &http, QObject *parent, StompClient::Timing timing)
    : Transport(parent)
    , m_http(http)
    , m_stomp(timing)
{
    m_reconnect.setSingleShot(true);
    connect(&m_reconnect, &QTimer::timeout, this, &LiveTransport::connectNow);
    m_deliver.setSingleShot(true);
    m_deliver.setTimerType(Qt::PreciseTimer); // it is short, and a person waits for it
    connect(&m_deliver, &QTimer::timeout, this, &LiveTransport::deliver);
    m_sendWatch.setInterval(500);
    connect(&m_sendWatch, &QTimer::timeout, this, &LiveTransport::giveUpLateSends);
    connect(&m_stomp, &StompClient::connected, this, &LiveTransport::resume);
    connect(&m_stomp, &StompClient::closed, this, &LiveTransport::lost);
}

void LiveTransport::start()
{
    m_running = true;
    ++m_run;
    connectNow();
}

void LiveTransport::stop()
{
    m_running = false;
    ++m_run;
    m_reconnect.stop();
    m_deliver.stop();
    m_arrived.clear();
    m_roomEvents.clear();
    m_sending.clear();
    m_sendWatch.stop();
    m_stomp.close();
}

void LiveTransport::openRoom(const QUuid &room, qint64 after)
{
    closeRoom();
    m_room = room;
    m_after = after;
    if (isOnline())
        follow();
}

void LiveTransport::closeRoom()
{
    for (const QByteArray &subscription : std::exchange(m_subscriptions, {}))
        m_stomp.unsubscribe(subscription);
    m_arrived.clear();
    m_room = {};
}

void LiveTransport::send(const Outgoing &outgoing, SendDone done)
{
    if (!isOnline()) {
        QMetaObject::invokeMethod(
            this,
            [this, run = m_run, done = std::move(done)] {
                if (run == m_run)
                    done(Error {Code::NotConnected, whyText()});
            },
            Qt::QueuedConnection);
        return;
    }
    m_sending.insert(outgoing.id, Sending {std::move(done), QDeadlineTimer(m_receiptTimeout)});
    m_sendWatch.start();
    m_stomp.send(protocol::sendDestination(outgoing.room), bodyOf(outgoing),
                 [this, id = outgoing.id](const StompFrame &frame) { takeReceipt(id, frame); });
}

void LiveTransport::announce(const Announcement &announcement)
{
    if (isOnline() && !m_room.isNull())
        m_stomp.send(announcement.destination(m_room), {}, {});
}

TransportStatus LiveTransport::status() const
{
    LiveStatus status;
    switch (m_stomp.state()) {
    case StompClient::State::Connected:
        status.state = ui::LiveState::Connected;
        status.secondsSinceHeartBeat = static_cast<int>(
            std::chrono::floor<std::chrono::seconds>(m_stomp.sinceHeard()).count());
        break;
    case StompClient::State::Connecting:
        status.state = ui::LiveState::Connecting;
        break;
    case StompClient::State::Closed:
        if (m_reconnect.isActive()) {
            status.state = ui::LiveState::Waiting;
            status.untilNext = std::chrono::milliseconds(m_next.remainingTime());
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(status.untilNext);
            status.sentence =
                tr("Trying again in %n s", nullptr, static_cast<int>(seconds.count()));
            // That the server is away is seen; why it refuses is not.
            if (m_why && m_why->code != Code::NotConnected)
                status.sentence = tr("%1 %2", "why it is not connected; when it tries again")
                                      .arg(whyText(), status.sentence);
        } else {
            status.state = ui::LiveState::Offline;
            status.sentence = whyText();
        }
        break;
    }
    return status;
}

void LiveTransport::retryNow()
{
    if (m_running && m_reconnect.isActive())
        connectNow();
}

void LiveTransport::connectNow()
{
    m_reconnect.stop();
    m_subscriptions.clear();
    m_stomp.open(webSocketUrl(m_http.server()), m_http.token());
}

void LiveTransport::resume()
{
    m_stomp.subscribe(protocol::errorsDestination.toByteArray(), {},
                      [this](const StompFrame &frame) { takeRefusal(frame); });
    // The list is read when the subscription stands, so no room falls between the two.
    m_stomp.subscribe(
        protocol::roomsDestination.toByteArray(), {},
        [this](const StompFrame &frame) { takeRoomEvent(frame); },
        [this](const StompFrame &) { readRooms(); });
    Q_EMIT onlineChanged(true);
}

void LiveTransport::follow()
{
    Q_ASSERT(m_subscriptions.isEmpty());
    QList<protocol::StompHeader> headers {{"after", QByteArray::number(m_after)},
                                          {"events", "true"}};
    if (!m_epoch.isEmpty())
        headers.append({"epoch", m_epoch});
    m_subscriptions.append(m_stomp.subscribe(
        protocol::roomDestination(m_room), headers,
        [this](const StompFrame &frame) {
            if (frame.hasHeader("type"))
                takeMessageEvent(frame);
            else
                takeMessage(frame);
        },
        [this, room = m_room](const StompFrame &frame) {
            m_backoff.reset();
            if (room != m_room)
                return;
            const quint64 run = m_run;
            hearEpoch(room, frame.header("epoch").toByteArray());
            if (run == m_run && room == m_room)
                followEvents();
        }));
}

/// When the messages are followed: a line for each kind of event.
void LiveTransport::followEvents()
{
    if (m_subscriptions.size() > 1)
        return; // back in the room before the first receipt came
    followEvent(protocol::typingDestination(m_room), &protocol::parseTypingEvent);
}

template <typename Event>
void LiveTransport::followEvent(const QByteArray &destination,
                                Result<Event> (*parse)(QByteArrayView))
{
    m_subscriptions.append(
        m_stomp.subscribe(destination, {}, [this, parse](const StompFrame &frame) {
            const auto event = parse(frame.body);
            deliver(); // what was said before comes before, although it is handed on in lists
            if (event)
                Q_EMIT heard(*event);
        }));
}

void LiveTransport::readRooms()
{
    m_http.get(paths::rooms(), {}, this, [this, run = m_run](const Result<HttpAnswer> &answer) {
        if (run != m_run)
            return;
        const auto rooms = parseAnswer(answer, &protocol::parseRooms);
        if (rooms) {
            deliver(); // it may be older than the list
            if (run != m_run)
                return;
            Q_EMIT heard(RoomsRead {*rooms});
        } else if (mayPass(rooms.error().code)) {
            // A server that is away is noticed by the connection as well; one that refuses is not.
            const auto pause =
                std::max(m_backoff.next(), std::chrono::milliseconds(rooms.error().retryAfter));
            QTimer::singleShot(pause, this, [this, run] {
                if (run == m_run && isOnline())
                    readRooms();
            });
        }
        // The list comes first: it may tell whoever follows the room how much was missed, and that
        // is better not replayed message by message.
        if (run != m_run || !isOnline() || !m_subscriptions.isEmpty())
            return;
        if (!m_room.isNull())
            follow();
        else if (rooms)
            m_backoff.reset();
    });
}

void LiveTransport::takeMessage(const StompFrame &frame)
{
    auto message = protocol::parseMessage(frame.body);
    if (!message) {
        qCWarning(lcApp, "A message could not be read: %ls",
                  qUtf16Printable(message.error().sentence));
        return;
    }
    if (message->room != m_room || message->position <= m_after)
        return;
    hearEpoch(m_room, frame.header("epoch").toByteArray());
    m_after = message->position;
    m_arrived.append(std::move(message).value());
    deliverSoon();
}

void LiveTransport::takeMessageEvent(const StompFrame &frame)
{
    const auto event = protocol::parseMessageEvent(frame.body);
    if (!event) {
        qCWarning(lcApp, "What was done to a message could not be read: %ls",
                  qUtf16Printable(event.error().sentence));
        return;
    }
    if (event->room != m_room || event->position <= m_after)
        return;
    deliver(); // what was said before comes before, although it is handed on in lists
    if (event->room != m_room)
        return;
    hearEpoch(m_room, frame.header("epoch").toByteArray());
    m_after = event->position;
    Q_EMIT heard(*event);
}

void LiveTransport::takeRoomEvent(const StompFrame &frame)
{
    auto event = protocol::parseRoomEvent(frame.body);
    if (!event)
        return;
    // It tells how the room is now: of a room that is much talked in the newest is enough.
    const auto earlier =
        std::find_if(m_roomEvents.begin(), m_roomEvents.end(), [&event](const auto &one) {
            return one.kind == event->kind && one.room.id == event->room.id;
        });
    if (earlier != m_roomEvents.end())
        *earlier = std::move(event).value();
    else
        m_roomEvents.append(std::move(event).value());
    deliverSoon();
}

void LiveTransport::deliverSoon()
{
    if (!m_deliver.isActive())
        m_deliver.start(std::chrono::milliseconds(m_gathering.remainingTime()));
}

/// The messages first: those of the open room are not new any more when the list counts them.
void LiveTransport::deliver()
{
    m_deliver.stop();
    if (m_arrived.isEmpty() && m_roomEvents.isEmpty())
        return;
    m_gathering = QDeadlineTimer(m_gatheringTime);
    const quint64 run = m_run;
    const auto events = std::exchange(m_roomEvents, {});
    if (!m_arrived.isEmpty()) {
        Q_ASSERT(areInOrder(m_arrived.cbegin(), m_arrived.cend()));
        Q_ASSERT(m_arrived.constLast().position <= m_after);
        Q_EMIT heard(MessagesArrived {m_room, std::exchange(m_arrived, {})});
    }
    for (const protocol::RoomEvent &event : events)
        if (run == m_run)
            Q_EMIT heard(event);
}

void LiveTransport::takeReceipt(const QUuid &id, const StompFrame &frame)
{
    Sending sending = m_sending.take(id);
    if (!sending.done)
        return;
    protocol::Accepted accepted;
    accepted.id = id;
    accepted.position = frame.header("position").toByteArray().toLongLong();
    accepted.time =
        QDateTime::fromString(QString::fromLatin1(frame.header("time")), Qt::ISODateWithMs);
    sending.done(std::move(accepted));
}

void LiveTransport::takeRefusal(const StompFrame &frame)
{
    const Error error = protocol::parseProblem(frame.body, 0);
    const auto id = protocol::parseId(frame.header("message-id"));
    if (id && m_sending.contains(*id)) {
        m_sending.take(*id).done(error);
        return;
    }
    if ((error.code == Code::RoomNotFound || isAnotherLog(error)) && !m_room.isNull()) {
        const QUuid room = m_room;
        closeRoom();
        Q_EMIT roomRefused(room, error);
        return;
    }
    qCInfo(lcApp, "The server refused: %ls", qUtf16Printable(error.sentence));
}

void LiveTransport::giveUpLateSends()
{
    QList<SendDone> late;
    for (auto it = m_sending.begin(); it != m_sending.end();) {
        if (it->deadline.hasExpired()) {
            late.append(std::move(it->done));
            it = m_sending.erase(it);
        } else {
            ++it;
        }
    }
    if (m_sending.isEmpty())
        m_sendWatch.stop();
    for (const SendDone &done : std::as_const(late))
        done(Error {Code::NotConnected, networkText(QAbstractSocket::SocketTimeoutError, {})});
}

void LiveTransport::answerAll(const Error &error)
{
    const auto sending = std::exchange(m_sending, {});
    m_sendWatch.stop();
    for (const Sending &one : sending)
        one.done(error);
}

QString LiveTransport::whyText() const
{
    return m_why ? errorText(*m_why) : QString();
}

void LiveTransport::lost(const Error &why)
{
    const quint64 run = m_run;
    deliver(); // what came before the end is real, and m_after counts it already
    if (run != m_run)
        return;
    m_subscriptions.clear();
    m_why = why;
    qCInfo(lcApp, "The live connection ended: %ls", qUtf16Printable(why.sentence));
    if (why.code == Code::Unauthorized) {
        m_running = false;
        Q_EMIT onlineChanged(false);
        Q_EMIT sessionLost(why);
        return;
    }
    const auto pause = m_backoff.next();
    m_next = QDeadlineTimer(pause);
    m_reconnect.start(pause);
    Q_EMIT onlineChanged(false);
    if (run == m_run)
        answerAll({Code::NotConnected, whyText()});
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/polling_transport.h"

#include "app/server_connection/api_paths.h"
#include "protocol/limits.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

// A poll counts as presence for ten seconds, which hold two of these and an answer that is late.
constexpr std::chrono::seconds saysSoAbove {5};

} // namespace

PollingTransport::PollingTransport(HttpClient &http, std::chrono::milliseconds interval,
                                   QObject *parent)
    : Transport(parent)
    , m_http(http)
    , m_interval(interval)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &PollingTransport::poll);
}

void PollingTransport::setInterval(std::chrono::milliseconds interval)
{
    m_interval = interval;
    if (m_timer.isActive())
        finishRound(); // counts the new pause from now
}

void PollingTransport::start()
{
    m_running = true;
    ++m_run;
    m_roomsBusy = false;
    m_messagesBusy = false;
    // The other transport may have moved on since our last answer; "not modified" would be about
    // that one.
    m_roomsTag.clear();
    m_pageTag.clear();
    poll();
}

void PollingTransport::stop()
{
    m_running = false;
    ++m_run;
    ++m_visit;
    m_timer.stop();
    m_online = false;
}

void PollingTransport::openRoom(const QUuid &room, qint64 after)
{
    ++m_visit;
    m_room = room;
    m_after = after;
    m_pageTag.clear();
    m_messagesBusy = false;
    m_messagesAgain = false;
    if (m_running)
        pollMessages();
}

void PollingTransport::closeRoom()
{
    ++m_visit;
    m_room = {};
    m_messagesBusy = false;
    m_messagesAgain = false;
    if (!m_timer.isActive())
        finishRound(); // it waited for the answer about this room
}

void PollingTransport::announce(const Announcement &announcement)
{
    if (!m_room.isNull())
        m_http.post(announcement.path(m_room), {}, this, [](const Result<HttpAnswer> &) {});
}

void PollingTransport::send(const Outgoing &outgoing, SendDone done)
{
    m_http.post(paths::messages(outgoing.room), bodyOf(outgoing), this,
                [this, run = m_run, room = outgoing.room,
                 done = std::move(done)](const Result<HttpAnswer> &answer) {
                    if (run != m_run)
                        return;
                    if (!answer) {
                        if (answer.error().code == Code::Unauthorized)
                            Q_EMIT sessionLost(answer.error());
                        done(answer.error());
                        return;
                    }
                    const auto accepted = protocol::parseAccepted(answer->body);
                    done(accepted);
                    if (accepted && room == m_room)
                        pollMessages(); // so that the sender need not wait for the interval
                });
}

TransportStatus PollingTransport::status() const
{
    PollingStatus status;
    status.interval = m_interval;
    if (m_timer.isActive())
        status.untilNext = std::chrono::milliseconds(std::max<qint64>(0, m_next.remainingTime()));
    status.lastAnswerBytes = m_lastBytes;
    status.lastAnswerWasNotModified = m_lastNotModified;
    return status;
}

void PollingTransport::retryNow()
{
    if (m_timer.isActive())
        poll();
}

void PollingTransport::poll()
{
    m_timer.stop();
    m_failed = false;
    // After an outage the list comes first: it may tell whoever follows the room how much was
    // missed, and that is better not read message by message.
    m_messagesAfterRooms = !m_online;
    pollRooms();
    if (!m_messagesAfterRooms && !m_room.isNull())
        pollMessages();
}

void PollingTransport::pollRooms()
{
    if (m_roomsBusy)
        return;
    m_roomsBusy = true;
    m_http.getIfChanged(paths::rooms(), {}, m_roomsTag, this,
                        [this, run = m_run](const Result<HttpAnswer> &answer) {
                            if (run != m_run)
                                return;
                            m_roomsBusy = false;
                            if (!answer) {
                                if (!refused(answer.error()))
                                    return;
                            } else {
                                setOnline(true);
                                if (m_room.isNull())
                                    remember(*answer);
                                if (!answer->notModified) {
                                    const auto rooms = protocol::parseRooms(answer->body);
                                    if (rooms) {
                                        m_roomsTag = answer->tag;
                                        Q_EMIT heard(RoomsRead {*rooms});
                                    } else {
                                        m_failed = true;
                                        m_roomsTag.clear();
                                    }
                                }
                            }
                            // Who hears of the rooms may stop us.
                            if (run != m_run)
                                return;
                            if (std::exchange(m_messagesAfterRooms, false) && !m_failed
                                && !m_room.isNull())
                                pollMessages();
                            finishRound();
                        });
}

void PollingTransport::pollMessages()
{
    if (m_messagesBusy) {
        m_messagesAgain = true;
        return;
    }
    m_messagesBusy = true;
    m_messagesAgain = false;
    m_messagesAfterRooms = false;
    QUrlQuery query;
    query.addQueryItem(u"after"_s, QString::number(m_after));
    query.addQueryItem(u"limit"_s, QString::number(protocol::limits::pageMessagesMax));
    query.addQueryItem(u"events"_s, u"true"_s);
    if (!m_epoch.isEmpty())
        query.addQueryItem(u"epoch"_s, QString::fromLatin1(m_epoch));
    if (m_interval > saysSoAbove) {
        const auto every = std::min(std::chrono::ceil<std::chrono::seconds>(m_interval),
                                    protocol::limits::pollEvery);
        query.addQueryItem(u"every"_s, QString::number(every.count()));
    }
    m_http.getIfChanged(paths::messages(m_room), query, m_pageTag, this,
                        [this, run = m_run, visit = m_visit](const Result<HttpAnswer> &answer) {
                            if (run != m_run || visit != m_visit)
                                return;
                            m_messagesBusy = false;
                            if (!answer) {
                                if (answer.error().code == Code::RoomNotFound
                                    || isAnotherLog(answer.error())) {
                                    setOnline(true);
                                    const QUuid room = m_room;
                                    closeRoom();
                                    Q_EMIT roomRefused(room, answer.error());
                                } else if (!refused(answer.error())) {
                                    return;
                                }
                            } else {
                                setOnline(true);
                                remember(*answer);
                                if (!answer->notModified)
                                    takePage(*answer);
                            }
                            // A page may have made somebody stop us, or open another room.
                            if (run == m_run && visit == m_visit && m_messagesAgain && !m_failed)
                                pollMessages();
                            if (run == m_run)
                                finishRound();
                        });
}

void PollingTransport::takePage(const HttpAnswer &answer)
{
    m_pageTag.clear(); // of the position before, or of what cannot be read
    auto page = protocol::parsePage(answer.body);
    if (!page) {
        m_failed = true;
        return;
    }
    // Who hears of it may stop us, or open another room.
    const quint64 visit = m_visit;
    hearEpoch(m_room, page->epoch);
    if (visit != m_visit)
        return;
    QList<protocol::Message> fresh;
    fresh.reserve(page->messages.size());
    for (protocol::Message &message : page.value().messages) {
        if (message.position > m_after) {
            m_after = message.position;
            fresh.append(std::move(message));
        }
    }
    const qint64 before = m_after;
    m_after = std::max(m_after, page->last.value_or(0));
    const bool isNothingNew = fresh.isEmpty() && page->events.isEmpty() && m_after == before;
    if (isNothingNew)
        m_pageTag = answer.tag; // the next question is this one again
    // More, but nothing new: a server that would keep us asking for ever. The next round will do.
    m_messagesAgain = m_messagesAgain || (page->more && !isNothingNew);
    Q_ASSERT(areInOrder(fresh.cbegin(), fresh.cend()));
    if (!fresh.isEmpty())
        Q_EMIT heard(MessagesArrived {m_room, fresh});
    for (const protocol::MessageEvent &event : std::as_const(page.value().events)) {
        if (visit != m_visit)
            return;
        Q_EMIT heard(event);
    }
}

/// Whether the round goes on.
bool PollingTransport::refused(const Error &error)
{
    m_failed = true;
    if (error.code == Code::Unauthorized) {
        stop();
        Q_EMIT sessionLost(error);
        return false;
    }
    // A refusal is an answer, too: the server is there.
    setOnline(error.code != Code::NotConnected && error.code != Code::ShuttingDown);
    return m_running;
}

void PollingTransport::remember(const HttpAnswer &answer)
{
    m_lastBytes = answer.bytes;
    m_lastNotModified = answer.notModified;
}

void PollingTransport::finishRound()
{
    if (!m_running || m_roomsBusy || m_messagesBusy)
        return;
    std::chrono::milliseconds pause = m_interval;
    if (m_failed)
        pause = std::max(pause, m_backoff.next());
    else
        m_backoff.reset();
    m_next = QDeadlineTimer(pause, Qt::PreciseTimer);
    m_timer.start(pause);
}

void PollingTransport::setOnline(bool online)
{
    if (m_online != online) {
        m_online = online;
        Q_EMIT onlineChanged(online);
    }
}

} // namespace samsa::app

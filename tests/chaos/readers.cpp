// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/readers.h"

#include "protocol/destinations.h"
#include "tests/chaos/http_paths.h"

#include <QNetworkReply>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using protocol::StompFrame;

namespace {

constexpr auto pollPause = 100ms;
constexpr auto pauseAfterTrouble = 300ms;

} // namespace

LiveReader::LiveReader(Ledger &ledger, QString name, QList<QUuid> rooms, StompLine *line,
                       QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_name(std::move(name))
    , m_rooms(std::move(rooms))
    , m_line(*line)
{
    line->setParent(this);
    m_ledger.addReader(m_name);
    connect(line, &StompLine::ready, this, &LiveReader::follow);
    connect(line, &StompLine::received, this, &LiveReader::take);
}

void LiveReader::follow()
{
    const auto subscribe = [this](const QByteArray &id, const QByteArray &destination,
                                  std::optional<qint64> after) {
        StompFrame frame {.command = "SUBSCRIBE", .headers = {}, .body = {}};
        frame.addHeader("id", id);
        frame.addHeader("destination", destination);
        if (after)
            frame.addHeader("after", QByteArray::number(*after));
        m_line.send(frame);
    };
    subscribe("errors", protocol::errorsDestination.toByteArray(), {});
    for (const QUuid &room : m_rooms)
        subscribe(protocol::writeId(room), protocol::roomDestination(room),
                  m_ledger.lastSeen(m_name, room));
}

void LiveReader::take(const StompFrame &frame)
{
    if (frame.command != "MESSAGE")
        return;
    if (frame.header("subscription") == "errors") {
        m_line.moveOn(); // The replay was refused for now.
        return;
    }
    const auto message = protocol::parseMessage(frame.body);
    if (message)
        m_ledger.saw(m_name, *message);
    else
        m_ledger.wrong(u"%1 got what is no message."_s.arg(m_name));
}

Poller::Poller(Ledger &ledger, QString name, QList<QUuid> rooms, QList<quint16> ports, int first,
               QByteArray token, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_name(std::move(name))
    , m_rooms(std::move(rooms))
    , m_ports(std::move(ports))
    , m_port(first)
    , m_token(std::move(token))
{
    m_ledger.addReader(m_name);
}

void Poller::ask()
{
    if (m_stopped)
        return;
    const QUuid room = m_rooms[m_room];
    const QString path =
        messagesOf(room) + u"?limit=500&after=%1"_s.arg(m_ledger.lastSeen(m_name, room));
    QNetworkReply *reply = m_http.get(requestTo(m_ports[m_port % m_ports.size()], path, m_token));
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool whole = reply->error() == QNetworkReply::NoError;
        const bool more =
            take(whole ? status : 0, reply->isOpen() ? reply->readAll() : QByteArray());
        if (!more)
            m_room = (m_room + 1) % static_cast<int>(m_rooms.size());
        QTimer::singleShot(!whole                   ? pauseAfterTrouble
                               : more || m_room > 0 ? 0ms
                                                    : pollPause,
                           this, &Poller::ask);
    });
}

bool Poller::take(int status, const QByteArray &body)
{
    const auto page = status == 200 ? protocol::parsePage(body)
                                    : protocol::Result<protocol::MessagePage>(protocol::Error {});
    if (!page) {
        ++m_port;
        return false;
    }
    for (const protocol::Message &message : page->messages)
        m_ledger.saw(m_name, message);
    return page->more;
}

} // namespace samsa::chaos

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/app/fake_chat_server.h"

#include <QUrlQuery>

#include <algorithm>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;

namespace {

HttpResponse refusal(int status, Code code)
{
    return {status, protocol::writeProblem({code, u"The sentence of the server."_s, {}})};
}

} // namespace

FakeChatServer::FakeChatServer()
    : m_http([this](const HttpRequest &request) { return answer(request); })
{
}

QUuid FakeChatServer::addRoom(const QString &name, int messages, const QString &nickname)
{
    protocol::Room room;
    room.id = QUuid::createUuid();
    room.name = name;
    room.creator = nickname;
    room.created = QDateTime::currentDateTimeUtc();
    m_rooms.append(room);
    for (int i = 1; i <= messages; ++i)
        say(room.id, nickname, u"message %1"_s.arg(i));
    return room.id;
}

void FakeChatServer::say(const QUuid &id, const QString &nickname, const QString &text,
                         const QUuid &messageId)
{
    const auto room = std::find_if(m_rooms.begin(), m_rooms.end(),
                                   [&id](const protocol::Room &one) { return one.id == id; });
    protocol::Message message;
    message.id = messageId;
    message.room = id;
    message.position = ++room->lastPosition;
    message.nickname = nickname;
    message.text = text;
    message.time = QDateTime::currentDateTimeUtc();
    m_messages[id].append(message);
    ++room->messageCount;
    room->lastTime = message.time;
    room->lastNickname = nickname;
    room->lastText = text;
}

QStringList FakeChatServer::textsIn(const QUuid &room) const
{
    QStringList texts;
    for (const protocol::Message &message : m_messages.value(room))
        texts.append(message.text);
    return texts;
}

qsizetype FakeChatServer::count(const QByteArray &begin) const
{
    return std::count_if(m_http.requests.cbegin(), m_http.requests.cend(),
                         [&begin](const HttpRequest &request) {
                             return (request.method + ' ' + request.target).startsWith(begin);
                         });
}

HttpResponse FakeChatServer::answer(const HttpRequest &request)
{
    if (mood == Mood::Away)
        return {.hangUp = true};
    if (mood == Mood::Silent)
        return {.never = true};
    const QByteArray path = request.target.split('?').constFirst();
    if (request.method == "POST" && path == "/api/v1/session")
        return claim(request);
    if (request.headers.value("authorization") != "Bearer " + m_token)
        return refusal(401, Code::Unauthorized);
    if (request.method == "DELETE") {
        m_token = "none";
        return {204};
    }
    if (path == "/api/v1/rooms")
        return {200, protocol::writeRooms(m_rooms)};
    const auto room = QUuid::fromString(QString::fromLatin1(path.split('/').value(4)));
    if (!m_messages.contains(room)
        && std::none_of(m_rooms.cbegin(), m_rooms.cend(),
                        [&room](const protocol::Room &one) { return one.id == room; }))
        return refusal(404, Code::RoomNotFound);
    return request.method == "POST" ? accept(room, request) : page(room, request);
}

HttpResponse FakeChatServer::claim(const HttpRequest &request)
{
    if (refusesClaims)
        return refusal(409, *refusesClaims);
    const QByteArray sent = request.headers.value("authorization");
    if (!sent.isEmpty() && sent != "Bearer " + m_token)
        return refusal(401, Code::Unauthorized);
    const auto wanted = protocol::parseSessionRequest(request.body);
    m_nickname = wanted->nickname;
    m_token = "token" + QByteArray::number(++m_claims);
    return {201,
            protocol::writeSessionAnswer(
                {m_token, m_nickname, QDateTime::currentDateTimeUtc().addDays(1)})};
}

HttpResponse FakeChatServer::page(const QUuid &room, const HttpRequest &request) const
{
    const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
    const qint64 after = query.queryItemValue(u"after"_s).toLongLong();
    const bool isBefore = query.hasQueryItem(u"before"_s);
    const qint64 before = query.queryItemValue(u"before"_s).toLongLong();
    protocol::MessagePage page;
    for (const protocol::Message &message : m_messages.value(room))
        if (message.position > after && (!isBefore || message.position < before))
            page.messages.append(message);
    return {200, protocol::writePage(page)};
}

HttpResponse FakeChatServer::accept(const QUuid &room, const HttpRequest &request)
{
    if (request.target.endsWith("/typing"))
        return {204};
    if (refusesSends)
        return refusal(409, *refusesSends);
    const auto sent = protocol::parseSendRequest(request.body);
    say(room, m_nickname, QString::fromUtf8(sent->text), *sent->id);
    const protocol::Message &message = m_messages[room].constLast();
    return {201, protocol::writeAccepted({message.id, message.position, message.time})};
}

} // namespace samsa::test

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "protocol/shapes.h"
#include "server/http/routes.h"

#include <algorithm>

namespace samsa::http {

namespace {

protocol::RoomPeople peopleIn(const QUuid &room, const chat::Services &services)
{
    QList<QByteArray> nicknames = services.presence.nicknames(room);
    protocol::RoomPeople answer {.people = {}, .count = int(nicknames.size())};
    const auto listed = std::min(nicknames.size(), qsizetype(protocol::limits::peopleListed));
    std::partial_sort(nicknames.begin(), nicknames.begin() + listed, nicknames.end());
    const QSet<QByteArray> typing = services.typing.in(room);
    for (const QByteArray &nickname : nicknames.first(listed))
        answer.people.append({QString::fromUtf8(nickname), typing.contains(nickname)});
    return answer;
}

void list(RouteContext context, const Request &request, const Responder &respond)
{
    if (const auto room = findRoom(context, request, respond))
        respond(Response::json(protocol::writeRoomPeople(peopleIn(room->id, context.services))));
}

void type(RouteContext context, const Request &request, const chat::SessionPtr &session,
          const Responder &respond)
{
    const auto room = findRoom(context, request, respond);
    if (!room)
        return;
    context.services.typing.typed(room->id, session->nicknameUtf8);
    respond(Response::empty(204));
}

} // namespace

void addPeopleRoutes(Router &router, RouteContext context)
{
    router.add(
        "GET", "/api/v1/rooms/{room}/people",
        withSession(context,
                    [context](const Request &request, const chat::SessionPtr &,
                              const Responder &respond) { list(context, request, respond); }));
    router.add("POST", "/api/v1/rooms/{room}/typing",
               withSession(context,
                           [context](const Request &request, const chat::SessionPtr &session,
                                     const Responder &respond) {
                               type(context, request, session, respond);
                           }));
}

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "protocol/shapes.h"
#include "protocol/text_bytes.h"
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
        answer.people.append({protocol::textFromUtf8(nickname), typing.contains(nickname)});
    return answer;
}

} // namespace

void addPeopleRoutes(Router &router, RouteContext context)
{
    const chat::Services &services = context.services;
    router.add("GET", "/api/v1/rooms/{room}/people",
               withRoom(context,
                        [&services](const Request &, const chat::SessionPtr &, const RoomRef &room,
                                    const Responder &respond) {
                            const auto people = peopleIn(room.id, services);
                            respond(Response::json(protocol::writeRoomPeople(people)));
                        }));
    router.add("POST", "/api/v1/rooms/{room}/typing",
               withRoom(context,
                        [&services](const Request &, const chat::SessionPtr &session,
                                    const RoomRef &room, const Responder &respond) {
                            services.typing.typed(room.id, session->nicknameUtf8);
                            respond(Response::empty(204));
                        }));
}

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"
#include "server/http/routes.h"

namespace samsa::http {

namespace {

void list(RouteContext context, const Request &request, const Responder &respond)
{
    const auto rooms = context.services.rooms.list();
    if (request.hasCurrent(rooms->etag)) {
        respond(Response::notModified(rooms->etag));
        return;
    }
    Response response = Response::json(rooms->json);
    response.headers.emplaceBack("ETag", rooms->etag);
    respond(response);
}

void create(RouteContext context, const Request &request, const chat::SessionPtr &session,
            const Responder &respond)
{
    const auto body = protocol::parseRoomRequest(request.body);
    if (!body) {
        respond(Response::problem(body.error()));
        return;
    }
    context.services.roomCreation.create(
        *session, body->name, context.queue, [respond](const chat::Result<protocol::Room> &room) {
            respond(room ? Response::json(protocol::writeRoom(*room), 201)
                         : Response::problem(room.error()));
        });
}

} // namespace

void addRoomRoutes(Router &router, RouteContext context)
{
    const QByteArray path = "/api/v1/rooms";
    router.add(
        "GET", path,
        withSession(context,
                    [context](const Request &request, const chat::SessionPtr &,
                              const Responder &respond) { list(context, request, respond); }));
    router.add("POST", path,
               withSession(context,
                           [context](const Request &request, const chat::SessionPtr &session,
                                     const Responder &respond) {
                               create(context, request, session, respond);
                           }));
}

} // namespace samsa::http

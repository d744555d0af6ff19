// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/routes.h"

#include "protocol/message_id.h"

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;

Router makeRouter(RouteContext context)
{
    Router router;
    addSessionRoutes(router, context);
    addRoomRoutes(router, context);
    addMessageRoutes(router, context);
    addPeopleRoutes(router, context);
    addSearchRoute(router, context);
    addSystemRoutes(router, context);
    return router;
}

Handler whileOpen(RouteContext context, Handler handler)
{
    return
        [context, handler = std::move(handler)](const Request &request, const Responder &respond) {
            if (context.services.draining) {
                respond(Response::problem({Code::ShuttingDown,
                                           u"The server is ending. Try again after a pause."_s,
                                           std::chrono::seconds(1)}));
                return;
            }
            handler(request, respond);
        };
}

Handler withSession(RouteContext context, SessionHandler handler)
{
    return whileOpen(
        context,
        [context, handler = std::move(handler)](const Request &request, const Responder &respond) {
            const QByteArray token = request.bearerToken();
            if (token.isEmpty()) {
                respond(Response::problem(
                    {Code::Unauthorized,
                     u"This call needs the header Authorization: Bearer <token>."_s}));
                return;
            }
            chat::Sessions &sessions = context.services.sessions;
            if (const chat::SessionPtr session = sessions.remembered(token)) {
                sessions.touch(*session);
                handler(request, session, respond);
                return;
            }
            sessions.find(token, context.queue,
                          [&sessions, handler, request,
                           respond](const chat::Result<chat::SessionPtr> &session) {
                              if (!session) {
                                  respond(Response::problem(session.error()));
                                  return;
                              }
                              sessions.touch(**session);
                              handler(request, *session, respond);
                          });
        });
}

Handler withRoom(RouteContext context, RoomHandler handler)
{
    return withSession(
        context,
        [context, handler = std::move(handler)](
            const Request &request, const chat::SessionPtr &session, const Responder &respond) {
            const auto answer = [handler, request, session,
                                 respond](const chat::RoomFinder::Found &room) {
                if (!room)
                    respond(Response::problem(room.error()));
                else if (!*room)
                    respond(Response::problem({Code::RoomNotFound, u"There is no such room."_s}));
                else
                    handler(request, session, **room, respond);
            };
            if (const auto id = protocol::parseId(request.captures.constFirst()))
                context.services.roomFinder.find(*id, context.queue, answer);
            else
                answer(std::optional<RoomRef>());
        });
}

} // namespace samsa::http

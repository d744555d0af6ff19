// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"
#include "protocol/shapes.h"
#include "server/base/clock.h"
#include "server/http/routes.h"

namespace samsa::http {

namespace {

void claim(RouteContext context, const Request &request, const Responder &respond)
{
    const auto body = protocol::parseSessionRequest(request.body);
    if (!body) {
        respond(Response::problem(body.error()));
        return;
    }
    const chat::Claim claim {body->nickname, body->key.toUtf8(), request.address,
                             request.bearerToken(), false};
    context.services.sessions.claim(
        claim, context.queue, [respond](const chat::Result<chat::Claimed> &claimed) {
            if (!claimed) {
                respond(Response::problem(claimed.error()));
                return;
            }
            const protocol::SessionAnswer session {claimed->token, claimed->session->nickname,
                                                   toDateTime(claimed->session->expires)};
            respond(Response::json(protocol::writeSessionAnswer(session),
                                   claimed->renewed ? 200 : 201));
        });
}

void whoAmI(const chat::SessionPtr &session, const Responder &respond)
{
    QByteArray body;
    protocol::JsonObjectWriter object(body);
    object.string("nickname", QByteArrayView(session->nicknameUtf8));
    object.time("expiresAt", session->expires);
    object.end();
    respond(Response::json(body));
}

void leave(RouteContext context, const chat::SessionPtr &session, const Responder &respond)
{
    context.services.sessions.leave(
        session, context.queue, [respond](const chat::Result<void> &left) {
            respond(left ? Response::empty(204) : Response::problem(left.error()));
        });
}

} // namespace

void addSessionRoutes(Router &router, RouteContext context)
{
    const QByteArray path = "/api/v1/session";
    router.add("POST", path,
               whileOpen(context, [context](const Request &request, const Responder &respond) {
                   claim(context, request, respond);
               }));
    router.add("GET", path,
               withSession(context,
                           [](const Request &, const chat::SessionPtr &session,
                              const Responder &respond) { whoAmI(session, respond); }));
    router.add(
        "DELETE", path,
        withSession(context,
                    [context](const Request &, const chat::SessionPtr &session,
                              const Responder &respond) { leave(context, session, respond); }));
}

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/task_queue.h"
#include "server/chat/services.h"
#include "server/http/router.h"

#include <functional>

namespace samsa::http {

class PageCache;
class WaitingPolls;

/// What the routes of one worker work with. Outlives the worker's HTTP server.
struct RouteContext
{
    const chat::Services &services;
    TaskQueue &queue; ///< The worker's: answers from other threads come through it.
    WaitingPolls &polls;
    PageCache &pages;
};

void addSessionRoutes(Router &router, RouteContext context);
void addRoomRoutes(Router &router, RouteContext context);
void addMessageRoutes(Router &router, RouteContext context);
/// Who is in a room, and who is typing there.
void addPeopleRoutes(Router &router, RouteContext context);
void addSearchRoute(Router &router, RouteContext context);
/// /healthz, /readyz, /metrics and /openapi.json.
void addSystemRoutes(Router &router, RouteContext context);

Router makeRouter(RouteContext context);

using SessionHandler =
    std::function<void(const Request &, const chat::SessionPtr &, const Responder &)>;

/// The handler of a route that takes new work: 503 while the server is ending.
Handler whileOpen(RouteContext context, Handler handler);
/// The handler of a route that asks for a token: 401 without a good one.
Handler withSession(RouteContext context, SessionHandler handler);

using RoomHandler = std::function<void(const Request &, const chat::SessionPtr &, const RoomRef &,
                                       const Responder &)>;
/// The same for a route whose path's first variable is a room: 404 when there is none.
Handler withRoom(RouteContext context, RoomHandler handler);

} // namespace samsa::http

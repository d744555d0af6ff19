// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/routes.h"

#include <QFile>

static void initResources()
{
    Q_INIT_RESOURCE(openapi); // Has to stand outside of any namespace.
}

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray description()
{
    initResources();
    QFile file(u":/samsa/openapi.json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void addSystemRoutes(Router &router, RouteContext context)
{
    router.add("GET", "/healthz", [](const Request &, const Responder &respond) {
        respond(Response::json(QByteArrayLiteral("{\"status\":\"ok\"}")));
    });
    router.add("GET", "/readyz", [context](const Request &, const Responder &respond) {
        bool ready = false;
        QByteArray body = context.services.readiness(&ready);
        respond(Response::json(std::move(body), ready ? 200 : 503));
    });
    router.add("GET", "/metrics", [context](const Request &, const Responder &respond) {
        respond({200,
                 "text/plain; version=0.0.4; charset=utf-8",
                 writeMetrics(context.services.metrics, context.services.gauges()),
                 {}});
    });
    router.add("GET", "/openapi.json",
               [text = description()](const Request &, const Responder &respond) {
                   respond(Response::json(text));
               });
}

} // namespace samsa::http

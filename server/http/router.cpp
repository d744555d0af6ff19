// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/router.h"

#include <optional>

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;

namespace {

std::optional<QList<QByteArray>> match(const QList<QByteArray> &pattern,
                                       const QList<QByteArray> &path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    QList<QByteArray> captures;
    for (qsizetype i = 0; i < pattern.size(); ++i)
        if (pattern[i].startsWith('{'))
            captures.append(path[i]);
        else if (pattern[i] != path[i])
            return std::nullopt;
    return captures;
}

} // namespace

void Router::add(const QByteArray &method, const QByteArray &path, Handler handler)
{
    m_routes.push_back({method, path.split('/'), std::move(handler)});
}

void Router::handle(Request request, const Responder &respond) const
{
    const QList<QByteArray> path = request.head.path().toByteArray().split('/');
    const QByteArray method =
        request.head.method == "HEAD" ? QByteArrayLiteral("GET") : request.head.method;
    QByteArray allowed;
    for (const Route &route : m_routes) {
        auto captures = match(route.segments, path);
        if (!captures)
            continue;
        if (route.method == method) {
            request.captures = std::move(*captures);
            route.handler(request, respond);
            return;
        }
        allowed.append(allowed.isEmpty() ? "" : ", ")
            .append(route.method == "GET" ? "GET, HEAD" : route.method);
    }
    if (allowed.isEmpty()) {
        respond(Response::problem({Code::NotFound, u"There is nothing at this path."_s}));
        return;
    }
    Response response = Response::problem(
        {Code::MethodNotAllowed,
         u"This path does not know the method %1."_s.arg(QLatin1StringView(request.head.method))});
    response.headers.emplaceBack("Allow", allowed);
    respond(response);
}

} // namespace samsa::http

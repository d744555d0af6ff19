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

/// Where no route is; \a allowed are the methods that the path knows.
Response refusalOf(const net::RequestHead &head, const QByteArray &allowed)
{
    if (allowed.isEmpty())
        return Response::problem({Code::NotFound, u"There is nothing at this path."_s});
    Response response = Response::problem(
        {Code::MethodNotAllowed,
         u"This path does not know the method %1."_s.arg(QLatin1StringView(head.method))});
    response.headers.emplaceBack("Allow", allowed);
    return response;
}

} // namespace

void Router::add(const QByteArray &method, const QByteArray &path, Handler handler)
{
    m_routes.push_back({method, path.split('/'), std::move(handler)});
}

const Router::Route *Router::find(const net::RequestHead &head, QList<QByteArray> *captures,
                                  QByteArray *allowed) const
{
    const QList<QByteArray> path = head.path().toByteArray().split('/');
    const QByteArray method = head.method == "HEAD" ? QByteArrayLiteral("GET") : head.method;
    for (const Route &route : m_routes) {
        auto matched = match(route.segments, path);
        if (!matched)
            continue;
        if (route.method == method) {
            *captures = std::move(*matched);
            return &route;
        }
        allowed->append(allowed->isEmpty() ? "" : ", ")
            .append(route.method == "GET" ? "GET, HEAD" : route.method);
    }
    return nullptr;
}

void Router::handle(Request request, const Responder &respond) const
{
    QByteArray allowed;
    if (const Route *route = find(request.head, &request.captures, &allowed))
        route->handler(request, respond);
    else
        respond(refusalOf(request.head, allowed));
}

std::optional<Response> Router::refusal(const net::RequestHead &head) const
{
    QList<QByteArray> captures;
    QByteArray allowed;
    if (find(head, &captures, &allowed))
        return std::nullopt;
    return refusalOf(head, allowed);
}

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/connection.h"

#include <functional>
#include <optional>
#include <vector>

namespace samsa::http {

/// Answers through the responder, at once or later.
using Handler = std::function<void(const Request &request, const Responder &respond)>;

/// Which handler a path and method lead to. What is in {braces} in a route's path matches any one
/// segment and is captured. HEAD is served by GET. Unknown paths are 404, unknown methods 405 with
/// Allow.
class Router
{
public:
    void add(const QByteArray &method, const QByteArray &path, Handler handler);
    void handle(Request request, const Responder &respond) const;
    /// What handle() would answer where the head alone is wrong: 404 or 405. Nothing: a route has
    /// to see the request.
    std::optional<Response> refusal(const net::RequestHead &head) const;

private:
    struct Route
    {
        QByteArray method;
        QList<QByteArray> segments;
        Handler handler;
    };

    /// The route; null, and then the methods that the path knows.
    const Route *find(const net::RequestHead &head, QList<QByteArray> *captures,
                      QByteArray *allowed) const;

    std::vector<Route> m_routes;
};

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/refusal.h"

#include "protocol/json_text.h"

namespace samsa::http {

namespace {

protocol::Code codeFor(int status)
{
    using protocol::Code;
    switch (status) {
    case 404:
        return Code::NotFound;
    case 413:
        return Code::BodyTooLarge;
    case 503:
        return Code::ShuttingDown;
    default:
        return Code::BodyInvalid;
    }
}

} // namespace

Response refusalResponse(const net::HeadRefusal &refusal)
{
    // Not protocol::writeProblem(): these statuses are HTTP's own, below the codes of the API.
    const QLatin1StringView code = protocol::codeName(codeFor(refusal.status));
    Response response {refusal.status, QByteArrayLiteral("application/problem+json"), {}, {}};
    protocol::JsonObjectWriter object(response.body);
    object.string("type", QByteArrayView("about:blank"));
    object.string("title", QByteArrayView(reasonPhrase(refusal.status)));
    object.integer("status", refusal.status);
    object.string("detail", QByteArrayView(refusal.reason));
    object.string("code", QByteArrayView(code.data(), code.size()));
    object.end();
    if (refusal.status == 426) {
        response.headers.emplaceBack("Upgrade", "websocket");
        response.headers.emplaceBack("Sec-WebSocket-Version", "13"); // RFC 6455 §4.4
    }
    return response;
}

} // namespace samsa::http

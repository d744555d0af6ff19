// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_fields.h"
#include "protocol/json_text.h"
#include "protocol/shapes.h"

#include <limits>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The reason phrases of RFC 9110 §15, which is what a title is when the type is "about:blank" (RFC
/// 9457 §4.2.1).
QByteArrayView titleOf(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

} // namespace

QByteArray writeProblem(const Error &error)
{
    const QLatin1StringView code = codeName(error.code);
    QByteArray out;
    JsonObjectWriter object(out);
    object.string("type", QByteArrayView("about:blank"));
    object.string("title", titleOf(httpStatus(error.code)));
    object.integer("status", httpStatus(error.code));
    object.string("detail", error.sentence);
    object.string("code", QByteArrayView(code.data(), code.size()));
    if (error.retryAfter.count() > 0)
        object.integer("retryAfter", error.retryAfter.count());
    if (error.end) {
        object.integer("last", error.end->last);
        object.string("epoch", QByteArrayView(error.end->epoch));
    }
    object.end();
    return out;
}

Error parseProblem(QByteArrayView json, int status)
{
    Error unknown {Code::Internal, u"The server answered with HTTP status %1."_s.arg(status)};
    Result<QJsonObject> object = parseObject(json);
    if (!object)
        return unknown;
    constexpr qint64 day = 86'400; // Seconds.
    JsonFields fields(*std::move(object));
    Error error;
    error.code = codeFromName(fields.string("code"_L1));
    error.sentence = fields.string("detail"_L1);
    if (fields.has("retryAfter"_L1))
        error.retryAfter = std::chrono::seconds(fields.integer("retryAfter"_L1, 0, day));
    if (fields.has("last"_L1))
        error.end = RoomEnd {fields.integer("last"_L1, 0, std::numeric_limits<qint64>::max()),
                             fields.stringOr("epoch"_L1, {}).toLatin1()};
    return fields.ok() ? error : unknown;
}

} // namespace samsa::protocol

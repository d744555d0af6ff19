// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/response.h"

#include "protocol/shapes.h"

#include <QDateTime>
#include <QLocale>

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Written once a second and thread, however many answers there are.
QByteArray date()
{
    thread_local qint64 writtenAt = 0;
    thread_local QByteArray written;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (now != writtenAt) {
        const QDateTime time = QDateTime::currentDateTimeUtc();
        written = QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
        writtenAt = now;
    }
    return written;
}

} // namespace

Response Response::json(QByteArray body, int status)
{
    return {status, QByteArrayLiteral("application/json"), std::move(body), {}};
}

Response Response::problem(const protocol::Error &error)
{
    Response response {protocol::httpStatus(error.code),
                       QByteArrayLiteral("application/problem+json"),
                       protocol::writeProblem(error),
                       {}};
    if (error.retryAfter.count() > 0)
        response.headers.append(
            {"Retry-After", QByteArray::number(qint64(error.retryAfter.count()))});
    if (response.status == 401)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer realm=\"samsa\"");
    return response;
}

Response Response::empty(int status)
{
    return {status, {}, {}, {}};
}

Response Response::notModified(const QByteArray &etag)
{
    return {304, {}, {}, {{"ETag", etag}}};
}

QByteArray writeResponse(const Response &response, bool toHead, Persistence persistence)
{
    QByteArray bytes;
    bytes.reserve(256 + response.body.size());
    bytes.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    bytes.append(reasonPhrase(response.status)).append("\r\nDate: ").append(date()).append("\r\n");
    if (!response.contentType.isEmpty()) {
        bytes.append("Content-Type: ").append(response.contentType);
        bytes.append("\r\nX-Content-Type-Options: nosniff\r\n");
    }
    // 204 and 304 have no body, and a length would only confuse (RFC 9110 §8.6).
    if (response.status != 204 && response.status != 304)
        bytes.append("Content-Length: ")
            .append(QByteArray::number(response.body.size()))
            .append("\r\n");
    for (const auto &[name, value] : response.headers)
        bytes.append(name).append(": ").append(value).append("\r\n");
    // What one may see depends on the token, and what is new is asked for anew.
    bytes.append("Cache-Control: private, no-cache\r\n");
    if (persistence != Persistence::Stays) {
        bytes.append(persistence == Persistence::Closes ? "Connection: close\r\n"
                                                        : "Connection: keep-alive\r\n");
    }
    bytes.append("\r\n");
    if (!toHead)
        bytes.append(response.body);
    return bytes;
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return QByteArrayLiteral("OK");
    case 201:
        return QByteArrayLiteral("Created");
    case 204:
        return QByteArrayLiteral("No Content");
    case 304:
        return QByteArrayLiteral("Not Modified");
    case 400:
        return QByteArrayLiteral("Bad Request");
    case 401:
        return QByteArrayLiteral("Unauthorized");
    case 403:
        return QByteArrayLiteral("Forbidden");
    case 404:
        return QByteArrayLiteral("Not Found");
    case 405:
        return QByteArrayLiteral("Method Not Allowed");
    case 408:
        return QByteArrayLiteral("Request Timeout");
    case 409:
        return QByteArrayLiteral("Conflict");
    case 410:
        return QByteArrayLiteral("Gone");
    case 411:
        return QByteArrayLiteral("Length Required");
    case 413:
        return QByteArrayLiteral("Content Too Large");
    case 417:
        return QByteArrayLiteral("Expectation Failed");
    case 422:
        return QByteArrayLiteral("Unprocessable Content");
    case 426:
        return QByteArrayLiteral("Upgrade Required");
    case 429:
        return QByteArrayLiteral("Too Many Requests");
    case 431:
        return QByteArrayLiteral("Request Header Fields Too Large");
    case 500:
        return QByteArrayLiteral("Internal Server Error");
    case 501:
        return QByteArrayLiteral("Not Implemented");
    case 503:
        return QByteArrayLiteral("Service Unavailable");
    case 505:
        return QByteArrayLiteral("HTTP Version Not Supported");
    default:
        return QByteArrayLiteral("Status");
    }
}

} // namespace samsa::http

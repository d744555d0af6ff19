// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/error.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace samsa::http {

/// An answer, before it is bytes.
struct Response
{
    int status = 200;
    QByteArray contentType; ///< Empty: there is no body.
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>>
        headers; ///< Besides type, length, date and connection.

    static Response json(QByteArray body, int status = 200);
    /// An RFC 9457 problem document, with the headers that belong to its status (Retry-After,
    /// WWW-Authenticate).
    static Response problem(const protocol::Error &error);
    static Response empty(int status);
    static Response notModified(const QByteArray &etag);
};

/// What becomes of a connection after an answer.
enum class Persistence {
    Stays, ///< As HTTP/1.1 has it unless something is said.
    StaysAsked, ///< A client of HTTP/1.0 asked for it, and has to be told (RFC 9112 §C.2.2).
    Closes,
};

/// The answer as HTTP/1.1. To HEAD goes the same without its body (RFC 9110 §9.3.2).
QByteArray writeResponse(const Response &response, bool toHead, Persistence persistence);

/// "Not Found" for 404 (RFC 9110 §15).
QByteArray reasonPhrase(int status);

} // namespace samsa::http

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/request_head.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace samsa::http {

/// A whole request, as a route gets it.
struct Request
{
    net::RequestHead head;
    QByteArray body;
    QByteArray address; ///< The client's, as text.
    QList<QByteArray> captures; ///< What stands for {…} in the route's path, in order.

    enum class Plus { IsPlus, IsSpace }; ///< What forms write for a space.
    /// The value of a query parameter, percent-decoded; nothing if it is not there.
    std::optional<QByteArray> queryItem(QByteArrayView name, Plus plus = Plus::IsPlus) const;
    /// The token of `Authorization: Bearer`; empty if there is none.
    QByteArray bearerToken() const;
    /// Whether If-None-Match names this ETag (RFC 9110 §13.1.2).
    bool hasCurrent(QByteArrayView etag) const;
};

} // namespace samsa::http

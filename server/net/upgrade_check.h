// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/request_head.h"

namespace samsa::net {

/// Whether the request asks to become a WebSocket (RFC 6455 §4.1), rightly or not.
bool asksForWebSocket(const RequestHead &head);

/// Path, method, version, key, and that a page in a browser comes from this very server (its Origin
/// is the Host it talks to). A program that is no browser sends no Origin. Nothing: it may be
/// upgraded.
std::optional<HeadRefusal> checkUpgrade(const RequestHead &head);

/// The 101 for a request that may be upgraded (RFC 6455 §4.2.2). Of \a subprotocols, the best
/// first, the first that the client offers is answered; none if it offers none of them.
QByteArray upgradeAnswer(const RequestHead &head, const QByteArrayList &subprotocols);

} // namespace samsa::net

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QUrl>

namespace samsa::app {

/// What a person may write as a server's address: "host", "host:port", "http://host:port" or
/// "https://host". Without a scheme it is http, without a port 8642 (http) or 443 (https). Refused
/// with Code::OptionInvalid and a sentence.
protocol::Result<QUrl> parseServerAddress(const QString &text);

/// The address as it is shown and kept: without a path, http left out.
QString serverLabel(const QUrl &server);

/// Whether the address names this computer: localhost, or a loopback address.
bool isOnThisComputer(const QUrl &address);

/// ws:// or wss:// on the same host and port, path /ws.
QUrl webSocketUrl(const QUrl &server);

} // namespace samsa::app

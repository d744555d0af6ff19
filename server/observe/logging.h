// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/options.h"

#include <QLoggingCategory>

namespace samsa {

Q_DECLARE_LOGGING_CATEGORY(lcServer) // samsa.server: start, stop, what went wrong as a whole
Q_DECLARE_LOGGING_CATEGORY(lcNet) // samsa.net: connections
Q_DECLARE_LOGGING_CATEGORY(lcHttp) // samsa.http: requests
Q_DECLARE_LOGGING_CATEGORY(lcStomp) // samsa.stomp: STOMP sessions
Q_DECLARE_LOGGING_CATEGORY(lcChat) // samsa.chat: nicknames and rooms

/// From now on every message of the program is one line on standard error, as text or as a JSON
/// object. For samsa-server; the desktop program keeps its own. Which categories speak is Qt's
/// affair (QT_LOGGING_RULES).
void installLogging(LogFormat format);

/// The line of one message, its newline included; what installLogging() writes.
QByteArray logLine(LogFormat format, QtMsgType type, QByteArrayView category,
                   const QString &message, const QDateTime &time);

} // namespace samsa

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace samsa {

/// The bounds a server keeps. Each has a name for `--limit name=value` in limitTable(); what
/// happens when one is reached stands in its description there. A plain value, copied freely.
struct Limits
{
    qint64 messagesPerSecond = 20; ///< Of one session, on average; 0: no limit.
    qint64 messagesBurst = 40; ///< At once.
    qint64 claimsPerMinute = 60; ///< Nicknames claimed from one address; 0: no limit.
    qint64 roomsPerMinute = 30; ///< Rooms made by one session; 0: no limit.
    qint64 rooms = 10'000; ///< Altogether.
    qint64 connections = 10'000; ///< Open at once.
    qint64 subscriptions = 200; ///< Of one connection.
    qint64 slowReaderBytes =
        4 * 1024 * 1024; ///< Written to one connection and not yet taken by its reader.
    qint64 headBytes = 16 * 1024; ///< Of a request: its line and headers.
    qint64 bodyBytes = 64 * 1024; ///< Of a request or a STOMP frame.
    qint64 headMilliseconds = 10'000; ///< For a request, or a WebSocket's CONNECT, to be whole.
    qint64 idleMilliseconds = 75'000; ///< An HTTP connection without a request.
    qint64 heartBeatMilliseconds =
        10'000; ///< What STOMP clients are offered and asked for; 0: none.
    qint64 tailBytes = 64 * 1024 * 1024; ///< Memory for the newest messages.
};

struct LimitSpec
{
    QLatin1StringView name;
    QLatin1StringView unit;
    qint64 Limits::*value;
    qint64 minimum;
    qint64 maximum;
    QLatin1StringView description;
};

/// Every limit, in the order of --help.
std::span<const LimitSpec> limitTable();

/// Sets one limit from "name=value". Errors: OptionInvalid.
protocol::Result<void> setLimit(Limits &limits, const QString &nameAndValue);

} // namespace samsa

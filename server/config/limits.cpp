// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/limits.h"

#include <array>
#include <limits>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

namespace {

constexpr qint64 unbounded = std::numeric_limits<qint32>::max();

constexpr std::array limitRows {
    LimitSpec {
        "messages-per-second"_L1, "messages"_L1, &Limits::messagesPerSecond, 0, unbounded,
        "of one nickname, on average; more are refused with the time to wait, 0 is no limit"_L1},
    LimitSpec {"messages-burst"_L1, "messages"_L1, &Limits::messagesBurst, 1, unbounded,
               "of one nickname at once, before messages-per-second counts"_L1},
    LimitSpec {
        "claims-per-minute"_L1, "nicknames"_L1, &Limits::claimsPerMinute, 0, unbounded,
        "claimed from one address; more are refused with the time to wait, 0 is no limit"_L1},
    LimitSpec {"rooms-per-minute"_L1, "rooms"_L1, &Limits::roomsPerMinute, 0, unbounded,
               "made by one nickname; more are refused with the time to wait, 0 is no limit"_L1},
    LimitSpec {"rooms"_L1, "rooms"_L1, &Limits::rooms, 1, 1'000'000,
               "altogether; no further one can be made"_L1},
    LimitSpec {"connections"_L1, "connections"_L1, &Limits::connections, 1, unbounded,
               "open at once; a further one is closed when it arrives"_L1},
    LimitSpec {"subscriptions"_L1, "subscriptions"_L1, &Limits::subscriptions, 1, 100'000,
               "of one connection; a further one is refused"_L1},
    LimitSpec {
        "slow-reader-bytes"_L1, "bytes"_L1, &Limits::slowReaderBytes, 64 * 1024, unbounded,
        "waiting for one reader; it is disconnected and may resume by position; over HTTP it is "
        "answered no further until it has read"_L1},
    LimitSpec {"head-bytes"_L1, "bytes"_L1, &Limits::headBytes, 512, 1024 * 1024,
               "of an HTTP request's line and headers; answered with 431"_L1},
    LimitSpec {"body-bytes"_L1, "bytes"_L1, &Limits::bodyBytes, 1024, 16 * 1024 * 1024,
               "of an HTTP request or STOMP frame; answered with 413, or an ERROR frame"_L1},
    LimitSpec {
        "head-ms"_L1, "milliseconds"_L1, &Limits::headMilliseconds, 10, 3'600'000,
        "for a request, or a WebSocket's CONNECT frame, to arrive; then the connection ends"_L1},
    LimitSpec {"idle-ms"_L1, "milliseconds"_L1, &Limits::idleMilliseconds, 10, 86'400'000,
               "between two requests of an HTTP connection; then it is closed"_L1},
    LimitSpec {
        "heart-beat-ms"_L1, "milliseconds"_L1, &Limits::heartBeatMilliseconds, 0, 3'600'000,
        "between STOMP heart-beats, both ways; a client silent for twice as long is cut, 0 is none"_L1},
    LimitSpec {"tail-bytes"_L1, "bytes"_L1, &Limits::tailBytes, 1024 * 1024,
               std::numeric_limits<qint64>::max(),
               "of memory for the newest messages; older ones come from the database"_L1},
};

} // namespace

std::span<const LimitSpec> limitTable()
{
    return limitRows;
}

protocol::Result<void> setLimit(Limits &limits, const QString &nameAndValue)
{
    const qsizetype equals = nameAndValue.indexOf(u'=');
    if (equals < 0) {
        return Error {Code::OptionInvalid,
                      u"a limit is given as name=value, not \"%1\""_s.arg(nameAndValue)};
    }
    const QString name = nameAndValue.left(equals).trimmed();
    for (const LimitSpec &spec : limitRows) {
        if (name != spec.name)
            continue;
        bool number = false;
        const qint64 value = nameAndValue.mid(equals + 1).trimmed().toLongLong(&number);
        if (!number || value < spec.minimum || value > spec.maximum) {
            return Error {Code::OptionInvalid,
                          u"the limit %1 is a number from %2 to %3, not \"%4\""_s.arg(name)
                              .arg(spec.minimum)
                              .arg(spec.maximum)
                              .arg(nameAndValue.mid(equals + 1).trimmed())};
        }
        limits.*spec.value = value;
        return {};
    }
    return Error {Code::OptionInvalid, u"there is no limit \"%1\"; --help lists them"_s.arg(name)};
}

} // namespace samsa

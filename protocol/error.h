// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QString>

#include <chrono>
#include <optional>

namespace samsa::protocol {

/// Everything that either side may refuse, by name. The text of a code (codeName()) is part of
/// the wire and never changes; add new ones, do not rename.
enum class Code {
    NicknameTaken,
    NicknameInvalid,
    AccessKey,
    Unauthorized,
    RoomExists,
    RoomNameInvalid,
    RoomNotFound,
    TextInvalid,
    MessageIdInvalid,
    MessageIdTaken,
    TargetNotFound,
    TargetDeleted,
    NotTheAuthor,
    ReactionInvalid,
    ReactionsFull,
    CursorInvalid,
    EpochChanged,
    CursorAhead,
    BodyInvalid,
    BodyTooLarge,
    NotFound,
    MethodNotAllowed,
    TooManyRequests,
    LogUnavailable,
    DatabaseUnavailable,
    HistoryBehind,
    QueryInvalid,
    SearchBusy,
    ShuttingDown,
    FrameInvalid,
    VersionUnsupported,
    DestinationUnknown,
    SubscriptionInvalid,
    HeartBeatLost,
    SlowReader,
    NotConnected,
    OptionInvalid,
    StartFailed,
    Internal,
};

/// The code on the wire, in snake case: "nickname_taken".
QLatin1StringView codeName(Code code);

/// The code that \a name stands for; Internal for a name this program does not know.
Code codeFromName(QStringView name);

/// The HTTP status that goes with the code (RFC 9110).
int httpStatus(Code code);

/// Where a room ends, told to somebody whose position is not of it.
struct RoomEnd
{
    qint64 last = 0; ///< The position of its newest entry; 0: there is none.
    QByteArray epoch {}; ///< Empty: the server knows none.

    friend bool operator==(const RoomEnd &, const RoomEnd &) = default;
};

/// A refusal: a code a program can test and an English sentence a person can act on.
struct Error
{
    Code code = Code::Internal;
    QString sentence;
    /// Zero: no time is known after which a retry may succeed.
    std::chrono::seconds retryAfter {0};
    std::optional<RoomEnd> end {}; ///< Of EpochChanged and CursorAhead.

    friend bool operator==(const Error &, const Error &) = default;
};

} // namespace samsa::protocol

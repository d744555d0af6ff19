// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/error.h"

#include <array>

namespace samsa::protocol {

namespace {

struct CodeRow
{
    Code code;
    QLatin1StringView name;
    int status;
};

// In the order of the enum, which the check below holds it to. docs/protocol.md has the same table
// for other people, and a test compares the two.
constexpr std::array codeRows {
    CodeRow {Code::NicknameTaken, QLatin1StringView("nickname_taken"), 409},
    CodeRow {Code::NicknameInvalid, QLatin1StringView("nickname_invalid"), 422},
    CodeRow {Code::AccessKey, QLatin1StringView("access_key"), 403},
    CodeRow {Code::Unauthorized, QLatin1StringView("unauthorized"), 401},
    CodeRow {Code::RoomExists, QLatin1StringView("room_exists"), 409},
    CodeRow {Code::RoomNameInvalid, QLatin1StringView("room_name_invalid"), 422},
    CodeRow {Code::RoomNotFound, QLatin1StringView("room_not_found"), 404},
    CodeRow {Code::TextInvalid, QLatin1StringView("text_invalid"), 422},
    CodeRow {Code::MessageIdInvalid, QLatin1StringView("message_id_invalid"), 422},
    CodeRow {Code::MessageIdTaken, QLatin1StringView("message_id_taken"), 409},
    CodeRow {Code::CursorInvalid, QLatin1StringView("cursor_invalid"), 400},
    CodeRow {Code::BodyInvalid, QLatin1StringView("body_invalid"), 400},
    CodeRow {Code::BodyTooLarge, QLatin1StringView("body_too_large"), 413},
    CodeRow {Code::NotFound, QLatin1StringView("not_found"), 404},
    CodeRow {Code::MethodNotAllowed, QLatin1StringView("method_not_allowed"), 405},
    CodeRow {Code::TooManyRequests, QLatin1StringView("too_many_requests"), 429},
    CodeRow {Code::LogUnavailable, QLatin1StringView("log_unavailable"), 503},
    CodeRow {Code::DatabaseUnavailable, QLatin1StringView("database_unavailable"), 503},
    CodeRow {Code::HistoryBehind, QLatin1StringView("history_behind"), 503},
    CodeRow {Code::QueryInvalid, QLatin1StringView("query_invalid"), 400},
    CodeRow {Code::SearchBusy, QLatin1StringView("search_busy"), 503},
    CodeRow {Code::ShuttingDown, QLatin1StringView("shutting_down"), 503},
    CodeRow {Code::FrameInvalid, QLatin1StringView("frame_invalid"), 400},
    CodeRow {Code::VersionUnsupported, QLatin1StringView("version_unsupported"), 400},
    CodeRow {Code::DestinationUnknown, QLatin1StringView("destination_unknown"), 404},
    CodeRow {Code::SubscriptionInvalid, QLatin1StringView("subscription_invalid"), 400},
    CodeRow {Code::HeartBeatLost, QLatin1StringView("heart_beat_lost"), 408},
    CodeRow {Code::SlowReader, QLatin1StringView("slow_reader"), 408},
    CodeRow {Code::NotConnected, QLatin1StringView("not_connected"), 401},
    CodeRow {Code::OptionInvalid, QLatin1StringView("option_invalid"), 500},
    CodeRow {Code::StartFailed, QLatin1StringView("start_failed"), 500},
    CodeRow {Code::Internal, QLatin1StringView("internal"), 500},
};

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t row = 0; row < codeRows.size(); ++row) {
        if (static_cast<std::size_t>(codeRows[row].code) != row) // NOLINT: indices of one array
            return false;
    }
    return codeRows.back().code == Code::Internal;
}
static_assert(rowsFollowTheEnum(), "one row for each code, in the order of the enum");

const CodeRow &rowOf(Code code)
{
    const auto index = static_cast<std::size_t>(code);
    return index < codeRows.size() ? codeRows[index] : codeRows.back();
}

} // namespace

QLatin1StringView codeName(Code code)
{
    return rowOf(code).name;
}

Code codeFromName(QStringView name)
{
    for (const CodeRow &row : codeRows) {
        if (row.name == name)
            return row.code;
    }
    return Code::Internal;
}

int httpStatus(Code code)
{
    return rowOf(code).status;
}

} // namespace samsa::protocol

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/error.h"

#include <array>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

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
    CodeRow {Code::NicknameTaken, "nickname_taken"_L1, 409},
    CodeRow {Code::NicknameInvalid, "nickname_invalid"_L1, 422},
    CodeRow {Code::AccessKey, "access_key"_L1, 403},
    CodeRow {Code::Unauthorized, "unauthorized"_L1, 401},
    CodeRow {Code::RoomExists, "room_exists"_L1, 409},
    CodeRow {Code::RoomNameInvalid, "room_name_invalid"_L1, 422},
    CodeRow {Code::RoomNotFound, "room_not_found"_L1, 404},
    CodeRow {Code::TextInvalid, "text_invalid"_L1, 422},
    CodeRow {Code::MessageIdInvalid, "message_id_invalid"_L1, 422},
    CodeRow {Code::MessageIdTaken, "message_id_taken"_L1, 409},
    CodeRow {Code::TargetNotFound, "target_not_found"_L1, 404},
    CodeRow {Code::TargetDeleted, "target_deleted"_L1, 410},
    CodeRow {Code::NotTheAuthor, "not_the_author"_L1, 403},
    CodeRow {Code::ReactionInvalid, "reaction_invalid"_L1, 422},
    CodeRow {Code::ReactionsFull, "reactions_full"_L1, 409},
    CodeRow {Code::CursorInvalid, "cursor_invalid"_L1, 400},
    CodeRow {Code::EpochChanged, "epoch_changed"_L1, 409},
    CodeRow {Code::CursorAhead, "cursor_ahead"_L1, 409},
    CodeRow {Code::BodyInvalid, "body_invalid"_L1, 400},
    CodeRow {Code::BodyTooLarge, "body_too_large"_L1, 413},
    CodeRow {Code::NotFound, "not_found"_L1, 404},
    CodeRow {Code::MethodNotAllowed, "method_not_allowed"_L1, 405},
    CodeRow {Code::TooManyRequests, "too_many_requests"_L1, 429},
    CodeRow {Code::LogUnavailable, "log_unavailable"_L1, 503},
    CodeRow {Code::DatabaseUnavailable, "database_unavailable"_L1, 503},
    CodeRow {Code::HistoryBehind, "history_behind"_L1, 503},
    CodeRow {Code::QueryInvalid, "query_invalid"_L1, 400},
    CodeRow {Code::SearchBusy, "search_busy"_L1, 503},
    CodeRow {Code::ShuttingDown, "shutting_down"_L1, 503},
    CodeRow {Code::FrameInvalid, "frame_invalid"_L1, 400},
    CodeRow {Code::VersionUnsupported, "version_unsupported"_L1, 400},
    CodeRow {Code::DestinationUnknown, "destination_unknown"_L1, 404},
    CodeRow {Code::SubscriptionInvalid, "subscription_invalid"_L1, 400},
    CodeRow {Code::HeartBeatLost, "heart_beat_lost"_L1, 408},
    CodeRow {Code::SlowReader, "slow_reader"_L1, 408},
    CodeRow {Code::NotConnected, "not_connected"_L1, 401},
    CodeRow {Code::OptionInvalid, "option_invalid"_L1, 500},
    CodeRow {Code::StartFailed, "start_failed"_L1, 500},
    CodeRow {Code::Internal, "internal"_L1, 500},
};

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t row = 0; row < codeRows.size(); ++row)
        if (static_cast<std::size_t>(codeRows[row].code) != row) // NOLINT: indices of one array
            return false;
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
    for (const CodeRow &row : codeRows)
        if (row.name == name)
            return row.code;
    return Code::Internal;
}

int httpStatus(Code code)
{
    return rowOf(code).status;
}

} // namespace samsa::protocol

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/change.h"
#include "server/base/log_position.h"
#include "server/store/store.h"

#include <variant>

/// The lines of an export: one JSON object each, in the order format, sessions, rooms, messages and
/// then changes (of one room after the other, in order of position), log positions, end. What
/// nothing became of has the same line as before there were changes. Two databases that hold
/// the same have the same export, byte for byte. docs/operations.md describes it for people.
///
/// write…() append a line with its newline; parseExportLine() is their inverse and ignores fields
/// it does not know. Times are milliseconds since the epoch. Reentrant.
namespace samsa::commands {

inline constexpr int exportVersion = 1;
/// The longest line that is read: room for the longest text, each byte of it escaped.
inline constexpr qint64 exportLineBytes = 256 * 1024;

struct ExportHeader
{
    int version = 0;
};

struct ExportedMessage
{
    QUuid room;
    qint64 position = 0;
    QUuid id;
    QByteArray nickname;
    QByteArray text;
    Timestamp time {};
    QUuid replyTo {}; ///< Null: none.
    std::shared_ptr<const Fate> fate {}; ///< Null: nothing became of it.
};

/// What was done to a message; it is in the message's line already.
struct ExportedChange
{
    QUuid room;
    qint64 position = 0;
    QUuid id;
    QByteArray nickname;
    QByteArray text;
    Timestamp time {};
    Change change {};
};

/// How many of each there are: the last line, without which an export is not whole.
struct ExportCounts
{
    qint64 sessions = 0;
    qint64 rooms = 0;
    qint64 messages = 0;
    qint64 logPositions = 0;
    qint64 changes = 0;

    friend bool operator==(const ExportCounts &, const ExportCounts &) = default;
};

using ExportLine = std::variant<ExportHeader, store::SessionRow, store::RoomRow, ExportedMessage,
                                ExportedChange, LogPosition, ExportCounts>;

void writeExportHeader(QByteArray &out);
void writeExported(QByteArray &out, const store::SessionRow &row);
void writeExported(QByteArray &out, const store::RoomRow &row);
void writeExported(QByteArray &out, const ExportedMessage &message);
void writeExported(QByteArray &out, const ExportedChange &change);
void writeExported(QByteArray &out, const LogPosition &position);
void writeExported(QByteArray &out, const ExportCounts &counts);

/// BodyInvalid, with what is wrong.
protocol::Result<ExportLine> parseExportLine(const QByteArray &line);

} // namespace samsa::commands

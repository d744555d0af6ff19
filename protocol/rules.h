// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArray>
#include <QString>

/// What a nickname, a room's name and a text may be. Both sides apply the same rules: the client
/// to say so at once, the server because it trusts no client. Pure functions, any thread.
namespace samsa::protocol {

/// The nickname as it will be kept: trimmed, each run of spaces one space, NFC. Refused with
/// Code::NicknameInvalid when it is empty, longer than limits::nicknameGraphemes, has nothing
/// visible, or holds control, unassigned, private-use or bidirectional control characters, lone
/// surrogates, line breaks, or heaps of combining marks.
Result<QString> checkNickname(const QString &nickname);

/// The same for a room's name, with limits::roomNameGraphemes and Code::RoomNameInvalid.
Result<QString> checkRoomName(const QString &name);

/// What must be unique: the name case-folded after NFKC and without invisible characters, so that
/// "Ann", "ANN" and a full-width "Ａnn" are one. For names that the checks above let through.
QString foldName(const QString &name);

/// A text as it is kept: CR LF, which programs on Windows write, and a CR alone are LF.
QByteArray withLineFeeds(const QByteArray &text);

/// A message's text, UTF-8 as it came. Refused with Code::TextInvalid when it is empty or only
/// white space, not UTF-8, over limits::textCodePoints or limits::textBytes, or holds control
/// characters other than tab and newline. Works on bytes: no QString is made.
Result<void> checkText(QByteArrayView utf8);

/// A reaction, UTF-8 as it came: one user-perceived character that is visible, an emoji as a rule.
/// Refused with Code::ReactionInvalid when it is anything else, not UTF-8, or over
/// limits::reactionBytes.
Result<void> checkReaction(QByteArrayView utf8);

/// How a text is shown in the room list: its first limits::previewCodePoints, on one line.
QString previewOf(const QString &text);

} // namespace samsa::protocol

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>

/// The bounds that both sides know. What a server may change is a default here and an option there.
namespace samsa::protocol::limits {

inline constexpr qsizetype nicknameGraphemes = 20; ///< User-perceived characters (UAX #29).
inline constexpr qsizetype roomNameGraphemes = 50;
inline constexpr qsizetype textCodePoints = 4000; ///< Unicode code points.
inline constexpr qsizetype textBytes = 16'384; ///< UTF-8.
inline constexpr qsizetype reactionBytes = 64; ///< UTF-8, of one reaction.
inline constexpr qsizetype reactionsOfMessage = 20; ///< Different ones under a message.
inline constexpr qsizetype reactingPeople = 200; ///< Over all reactions under a message.
inline constexpr qsizetype previewCodePoints = 120; ///< Of a last message in the room list.

inline constexpr int frameHeaders = 64;
inline constexpr qsizetype frameHeaderBytes = 8'192; ///< One line, name and value.
inline constexpr qsizetype frameBodyBytes = 65'536; ///< Room for the text escaped as JSON.

inline constexpr int pageMessages = 100; ///< When the call names no limit.
inline constexpr int pageMessagesMax = 500;
inline constexpr int pageEvents = 500; ///< Beside the messages, where they were asked for.

inline constexpr int searchResults = 20; ///< When the call names no limit.
inline constexpr int searchResultsMax = 100;

inline constexpr std::chrono::seconds pollWait {60}; ///< The longest that a poll may wait.
inline constexpr std::chrono::seconds pollEvery {120}; ///< The longest pause before the next one.

inline constexpr std::chrono::seconds heartBeat {10};

inline constexpr std::chrono::seconds typing {5}; ///< So long somebody who said so is typing.
inline constexpr int peopleListed = 500; ///< Of those who are in a room.

} // namespace samsa::protocol::limits

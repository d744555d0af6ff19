// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QUuid>

#include <optional>
#include <variant>

namespace samsa::app {

/// A message that is to be said.
struct TextMessage
{
    QString text;
    std::optional<QUuid> replyTo {}; ///< The message of the same room that it answers.

    friend bool operator==(const TextMessage &, const TextMessage &) = default;
};

/// Another text for a message of one's own.
struct MessageEdit
{
    QUuid target;
    QString text;

    friend bool operator==(const MessageEdit &, const MessageEdit &) = default;
};

/// A message of one's own is taken back.
struct MessageDeletion
{
    QUuid target;

    friend bool operator==(const MessageDeletion &, const MessageDeletion &) = default;
};

/// A sign is put under a message, or taken away again.
struct MessageReaction
{
    QUuid target;
    QString reaction;
    bool remove = false;

    friend bool operator==(const MessageReaction &, const MessageReaction &) = default;
};

/// What a person gives into a room: a message, or something that is done to one that is there.
using Submission = std::variant<TextMessage, MessageEdit, MessageDeletion, MessageReaction>;

/// The message that something is done to; null for a message, which does nothing to another.
QUuid targetOf(const Submission &what);
/// What a person typed for it; empty for what is done without words.
QString textOf(const Submission &what);
inline bool isMessage(const Submission &what)
{
    return std::holds_alternative<TextMessage>(what);
}

} // namespace samsa::app

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <qnamespace.h>

/// What a model of messages has to answer so that TimelineView can show it.
namespace samsa::ui {

enum class MessageState {
    Sent, ///< In the log.
    Pending, ///< On its way, or waiting for the server.
    Failed, ///< Refused; the person decides.
};

enum MessageRole {
    MessageIdRole = Qt::UserRole + 1, ///< QString, unique in the model.
    NicknameRole, ///< QString
    TextRole, ///< QString, plain text with newlines.
    TimeRole, ///< QDateTime
    OwnRole, ///< bool: written by the person who looks.
    StateRole, ///< MessageState as int.
    PositionRole, ///< qlonglong; 0 while it has none.
    FailureRole, ///< QString: why it was refused, a sentence.
    EditedRole, ///< bool: its text was another once.
    DeletedRole, ///< bool: it was taken back; whatever its text is, it is not shown.
};

} // namespace samsa::ui

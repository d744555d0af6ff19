// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <qnamespace.h>

/// What a model of rooms has to answer so that RoomListPanel can show it.
namespace samsa::ui {

enum RoomRole {
    RoomIdRole = Qt::UserRole + 101, ///< QString, unique in the model.
    RoomNameRole, ///< QString
    UnreadRole, ///< int
    LastTextRole, ///< QString; empty while nobody wrote.
    LastNicknameRole, ///< QString
    LastTimeRole, ///< QDateTime of the last message, else of the room's creation; may be invalid.
    PeopleRole, ///< int: people there now.
};

} // namespace samsa::ui

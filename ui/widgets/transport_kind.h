// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>

/// The vocabulary that the transport widgets and their owner share.
namespace samsa::ui {

enum class TransportKind {
    Polling, ///< Asks again and again.
    Live, ///< A WebSocket is told.
};

enum class LiveState {
    Connecting, ///< For the first time, or again.
    Connected,
    Waiting, ///< Pausing before the next attempt.
    Offline, ///< The server is not to be reached.
};

} // namespace samsa::ui

Q_DECLARE_METATYPE(samsa::ui::TransportKind)
Q_DECLARE_METATYPE(samsa::ui::LiveState)

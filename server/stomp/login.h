// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"
#include "server/chat/sessions.h"

#include <functional>

namespace samsa::stomp {

/// Who a CONNECT is from: the token in Authorization or passcode, or a nickname that is claimed for
/// the life of the connection with login (and the access key as passcode). \a then runs in the
/// queue's thread. Errors: those of chat::Sessions::find() and claim().
void logIn(const protocol::StompFrame &connect, const QByteArray &address, chat::Sessions &sessions,
           TaskQueue &queue, std::function<void(protocol::Result<chat::SessionPtr>)> then);

} // namespace samsa::stomp

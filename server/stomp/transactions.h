// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/chat/messages.h"

#include <QByteArray>

#include <map>
#include <vector>

namespace samsa::stomp {

/// The transactions of one connection (STOMP 1.2, "BEGIN"): what was sent in each is held until it
/// is committed. One that something was refused in is gone, as if it had been aborted. Bounded in
/// number, messages and bytes. A value; no I/O.
class Transactions
{
public:
    static constexpr std::size_t most = 16;
    static constexpr std::size_t mostMessages = 32; ///< In one.
    static constexpr qsizetype mostBytes = 256 * 1024; ///< Of text, in all of them.

    /// Errors of all: FrameInvalid, for an id that is empty or unknown, or in use, or too many.
    protocol::Result<void> begin(const QByteArray &id);
    /// TooManyRequests where it is too much; the transaction is gone then.
    protocol::Result<void> hold(const QByteArray &id, chat::Messages::Addressed message);
    protocol::Result<void> check(const QByteArray &id) const;
    /// Ends it, and gives what it held.
    protocol::Result<std::vector<chat::Messages::Addressed>> take(const QByteArray &id);

private:
    std::map<QByteArray, std::vector<chat::Messages::Addressed>> m_open;
    qsizetype m_bytes = 0;
};

} // namespace samsa::stomp

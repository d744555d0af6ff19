// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/tail.h"
#include "server/store/store.h"

namespace samsa::log {

/// A room's past, tail first and database behind it, and never a hole between them, also while the
/// database lags behind the log.
class History
{
public:
    History(const log::Tail &tail, store::Store &store);

    /// At once, when the tail holds the whole page.
    std::optional<log::Page> fromTail(const log::PageRequest &request) const;
    /// Through the database where needed. DatabaseUnavailable, HistoryBehind.
    void page(const log::PageRequest &request, ReplyTo<protocol::Result<log::Page>> reply);

    /// The position of the room's first message that is not older than a time, or one behind all of
    /// them. DatabaseUnavailable.
    void since(const RoomRef &room, Timestamp time, ReplyTo<protocol::Result<qint64>> reply);

private:
    const log::Tail &m_tail;
    store::Store &m_store;
};

} // namespace samsa::log

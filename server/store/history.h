// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/tail.h"
#include "server/store/store.h"

namespace samsa::store {

/// A room's past, tail first and database behind it, and never a hole between them, also while the
/// database lags behind the log.
class History
{
public:
    History(const log::Tail &tail, Store &store);

    /// At once, when the tail holds the whole page.
    std::optional<log::Page> fromTail(const log::PageRequest &request) const;
    /// Through the database where needed. DatabaseUnavailable, HistoryBehind.
    void page(const log::PageRequest &request, Reply<Result<log::Page>> reply);

private:
    const log::Tail &m_tail;
    Store &m_store;
};

} // namespace samsa::store

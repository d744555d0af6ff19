// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/tail.h"

#include <array>

namespace samsa::http {

/// The pages that were written last, for those who ask the same: all who poll a room have the same
/// cursor, or one of a few. A page is found under the request and the position the room had reached
/// when it was asked for, so that nothing ever has to be taken out.
///
/// Thread: the worker's. Bounded: a page replaces the one in its slot, and long ones are not kept.
class PageCache
{
public:
    struct Written
    {
        QByteArray etag; ///< Empty: there is no page.
        QByteArray body;
        /// Of its oldest message; a page without any does not age.
        Timestamp oldest = Timestamp::max();
    };

    /// \a last is the room's position. Null if it is not here, or holds a message from before
    /// \a oldestShown.
    const Written *find(const log::PageRequest &request, qint64 last, Timestamp oldestShown) const;
    void keep(const log::PageRequest &request, qint64 last, const Written &written);

private:
    struct Slot
    {
        QUuid room;
        qint64 after = 0;
        qint64 last = 0;
        int limit = 0;
        bool changes = false;
        Written written;
    };
    static constexpr std::size_t slotCount = 256;

    static bool fits(const log::PageRequest &request);
    static std::size_t indexOf(const log::PageRequest &request);

    std::array<Slot, slotCount> m_slots;
};

} // namespace samsa::http

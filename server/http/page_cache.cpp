// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/page_cache.h"

namespace samsa::http {

namespace {

constexpr qsizetype longest = 64 * 1024;
/// Where there is no cursor; positions begin at 1, and 0 is a cursor.
constexpr qint64 newestPage = -1;

} // namespace

/// What reaches towards the room's end. Nobody else asks for the same piece of the past.
bool PageCache::fits(const log::PageRequest &request)
{
    return !request.before;
}

std::size_t PageCache::indexOf(const log::PageRequest &request)
{
    return qHashMulti(0, request.room.id, request.after.value_or(newestPage), request.limit,
                      request.changes)
        % slotCount;
}

const PageCache::Written *PageCache::find(const log::PageRequest &request, qint64 last,
                                          Timestamp oldestShown) const
{
    if (!fits(request))
        return nullptr;
    const Slot &slot = m_slots[indexOf(request)];
    const bool found = !slot.written.etag.isEmpty() && slot.last == last
        && slot.room == request.room.id && slot.after == request.after.value_or(newestPage)
        && slot.limit == request.limit && slot.changes == request.changes
        && slot.written.oldest >= oldestShown;
    return found ? &slot.written : nullptr;
}

void PageCache::keep(const log::PageRequest &request, qint64 last, const Written &written)
{
    if (!fits(request) || written.body.size() > longest)
        return;
    m_slots[indexOf(request)] = {
        request.room.id, request.after.value_or(newestPage), last, request.limit, request.changes,
        written};
}

} // namespace samsa::http

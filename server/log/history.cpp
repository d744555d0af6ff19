// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/history.h"

#include "protocol/limits.h"

#include <algorithm>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;

namespace {

void append(std::vector<EntryPtr> &to, const std::vector<EntryPtr> &from, qsizetype count)
{
    to.insert(to.end(), from.begin(),
              from.begin() + std::min<std::ptrdiff_t>(count, std::ssize(from)));
}

/// Towards the newest: what the database gave (asked for one more than the limit), then what the
/// tail has.
Page joinUpwards(const std::vector<EntryPtr> &stored, const Tail::Part &part, int limit)
{
    Page page;
    append(page.entries, stored, limit);
    const auto room = limit - std::ssize(page.entries);
    append(page.entries, part.page.entries, room);
    page.more =
        std::ssize(stored) > limit || std::ssize(part.page.entries) > room || part.page.more;
    return page;
}

/// The same with changes: of each there are more than asked for, if there are more.
Page joinWithChanges(store::StoredPage stored, const Tail::Part &part, int limit)
{
    Page page {std::move(stored.messages), false, std::move(stored.changes)};
    append(page.entries, part.page.entries, std::ssize(part.page.entries));
    append(page.changes, part.page.changes, std::ssize(part.page.changes));
    page = withinLimits(std::move(page), limit, part.reached);
    dropWhatWasDeleted(page.changes, part.changes);
    return page;
}

/// Towards the oldest: what the database gave (one more than is missing), and after it what the
/// tail has.
Page joinDownwards(std::vector<EntryPtr> stored, const Tail::Part &part, int limit)
{
    Page page;
    const auto room = limit - std::ssize(part.page.entries);
    page.more = std::ssize(stored) > room;
    if (page.more)
        stored.erase(stored.begin(), stored.end() - room);
    page.entries = std::move(stored);
    append(page.entries, part.page.entries, limit);
    page.last = part.reached;
    return page;
}

} // namespace

History::History(const Tail &tail, store::Store &store)
    : m_tail(tail)
    , m_store(store)
{
}

std::optional<Page> History::fromTail(const PageRequest &request) const
{
    return m_tail.page(request);
}

void History::page(const PageRequest &request, ReplyTo<Result<Page>> reply)
{
    if (auto page = m_tail.page(request)) {
        reply(std::move(*page));
        return;
    }
    // First the tail, then the database: what moves from the one to the other in between is in
    // both, and the floor, which was read together with the tail's part, keeps it from being taken
    // twice.
    Tail::Part part = m_tail.partial(request);
    if (part.behind) {
        reply(protocol::Error {
            protocol::Code::HistoryBehind,
            u"The database is away or behind, and does not hold these messages yet; "
            "they are kept and will be there. What is said now is not affected."_s,
            std::chrono::seconds(2)});
        return;
    }
    const bool upwards = request.after.has_value();
    const int missing =
        upwards ? request.limit : request.limit - static_cast<int>(part.page.entries.size());
    const bool changes = upwards && request.changes;
    m_store.history({.room = request.room,
                     .after = request.after,
                     .before = request.before,
                     .ceiling = part.floor,
                     .messages = missing + 1,
                     .changes = changes ? protocol::limits::pageEvents + 1 : 0},
                    reply.from<Result<store::StoredPage>>(
                        [part = std::move(part), upwards, changes,
                         limit = request.limit](Result<store::StoredPage> stored) -> Result<Page> {
                            if (!stored)
                                return stored.error();
                            foldInto(stored.value().messages, part.changes);
                            if (changes)
                                return joinWithChanges(std::move(stored).value(), part, limit);
                            if (upwards)
                                return joinUpwards(stored->messages, part, limit);
                            return joinDownwards(std::move(stored.value().messages), part, limit);
                        }));
}

void History::since(const RoomRef &room, Timestamp time, ReplyTo<Result<qint64>> reply)
{
    const Tail::Since here = m_tail.since(room.id, time);
    if (here.floor == 0) {
        reply(here.first);
        return;
    }
    m_store.firstSince(
        room, time, here.floor,
        reply.from<Result<std::optional<qint64>>>(
            [first = here.first](const Result<std::optional<qint64>> &stored) -> Result<qint64> {
                if (!stored)
                    return stored.error();
                return stored->value_or(first);
            }));
}

} // namespace samsa::log

// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/tail.h"

#include "server/base/change.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <mutex>

namespace samsa::log {

namespace {

/// How many entries whose times are out of order may stand before one that is over age.
constexpr std::ptrdiff_t outOfOrder = 64;

/// What an entry costs in memory, its places in queues and hashes included.
qint64 costOf(const Entry &entry)
{
    constexpr qint64 bookkeeping = 160;
    const qint64 cost = static_cast<qint64>(sizeof(Entry)) + bookkeeping + entry.nickname.size()
        + entry.text.size() + entry.json.size();
    if (!entry.change)
        return cost;
    const qint64 after = entry.change->after ? costOf(*entry.change->after) : 0;
    return cost + static_cast<qint64>(sizeof(Change)) + after;
}

bool isAfter(qint64 position, const EntryPtr &entry)
{
    return position < entry->position;
}

bool isBefore(const EntryPtr &entry, qint64 position)
{
    return entry->position < position;
}

/// What must be true of a page: in order, above the floor, within the request and not too long.
bool answers(const Page &page, const PageRequest &request, qint64 floor)
{
    const auto isOutside = [&](const EntryPtr &entry) {
        return entry->room.id != request.room.id || entry->position <= floor
            || entry->position <= request.after.value_or(floor)
            || entry->position >= request.before.value_or(std::numeric_limits<qint64>::max());
    };
    const auto isNotBefore = [](const EntryPtr &entry, const EntryPtr &next) {
        return entry->position >= next->position;
    };
    return std::ssize(page.entries) <= request.limit
        && std::none_of(page.entries.cbegin(), page.entries.cend(), isOutside)
        && std::adjacent_find(page.entries.cbegin(), page.entries.cend(), isNotBefore)
        == page.entries.cend();
}

} // namespace

Tail::Tail(qint64 maxBytes)
    : m_maxBytes(maxBytes)
{
}

void Tail::addRoom(const RoomRef &room, qint64 lastPosition, qint64 lastChange)
{
    const std::unique_lock lock(m_mutex);
    if (m_rooms.contains(room.id))
        return;
    const Reached last {std::max(lastPosition, lastChange), lastPosition, lastChange};
    m_rooms.insert(room.id, Room {.ref = room, .floor = last.any, .last = last});
}

std::vector<EntryPtr> Tail::append(std::vector<EntryPtr> entries)
{
    const std::unique_lock lock(m_mutex);
    MessageIds::Writer ids(m_ids);
    std::erase_if(entries, [&](const EntryPtr &entry) {
        auto room = m_rooms.find(entry->room.id);
        if (room == m_rooms.end())
            room = m_rooms.insert(entry->room.id, Room {.ref = entry->room});
        if (entry->position <= room->last.any || !ids.remember(entry))
            return true;
        take(*room, entry, ids);

        Partition &partition = m_partitions[entry->room.partition];
        partition.entries.push_back({entry, m_sequence++});
        m_bytes += costOf(*entry);
        if (entry->position <= partition.persisted)
            ++partition.persistedEntries;
        else
            ++m_unpersistedEntries;
        return false;
    });
    evict(ids);
    Q_ASSERT(std::all_of(entries.cbegin(), entries.cend(),
                         [this](const EntryPtr &entry) { return hasTaken(*entry); }));
    Q_ASSERT(ids.size() == entriesAndOutlines());
    return entries;
}

void Tail::take(Room &room, const EntryPtr &entry, MessageIds::Writer &ids)
{
    room.last.any = entry->position;
    if (!entry->change) {
        room.last.message = entry->position;
        room.entries.push_back(entry);
        return;
    }
    room.last.change = entry->position;
    room.changes.push_back(entry);
    if (entry->change->after)
        replaceBy(room, entry->change->after, ids);
}

/// In the place of the message that it was, if that is here.
void Tail::replaceBy(Room &room, const EntryPtr &after, MessageIds::Writer &ids)
{
    const auto place =
        std::lower_bound(room.entries.begin(), room.entries.end(), after->position, isBefore);
    if (place == room.entries.end() || (*place)->id != after->id)
        return;
    std::deque<Queued> &queue = m_partitions[room.ref.partition].entries;
    const auto queued = std::lower_bound(
        queue.begin(), queue.end(), after->position,
        [](const Queued &left, qint64 position) { return left.entry->position < position; });
    Q_ASSERT(queued != queue.end() && queued->entry == *place);
    m_bytes += costOf(*after) - costOf(**place);
    *place = after;
    queued->entry = after;
    ids.replaceBy(after);
}

/// What must be true of an entry that was just taken: it is above its room's floor and in its place
/// among the room's entries, which are in order; or it has left memory again.
bool Tail::hasTaken(const Entry &entry) const
{
    const auto room = m_rooms.constFind(entry.room.id);
    if (room == m_rooms.cend() || room->last.any < room->floor || room->last.any < entry.position)
        return false;
    if (entry.position <= room->floor)
        return true;
    const auto &row = entry.change ? room->changes : room->entries;
    const auto place = std::lower_bound(row.cbegin(), row.cend(), entry.position, isBefore);
    // A change of the same run may stand in a message's place.
    return place != row.cend() && (*place)->id == entry.id
        && (place == row.cbegin() || isBefore(*std::prev(place), entry.position))
        && row.back()->position == (entry.change ? room->last.change : room->last.message);
}

/// As many as there are ids remembered, since each has one of its own.
std::size_t Tail::entriesAndOutlines() const
{
    std::size_t count = 0;
    for (const Partition &partition : m_partitions)
        count += partition.entries.size() + partition.outlines.size();
    return count;
}

void Tail::setPersisted(int partitionNumber, qint64 position)
{
    const std::unique_lock lock(m_mutex);
    Partition &partition = m_partitions[partitionNumber];
    if (position <= partition.persisted)
        return;
    partition.persisted = position;
    MessageIds::Writer ids(m_ids);
    dropPersistedOutlines(partition, ids);
    while (partition.persistedEntries < partition.entries.size()) {
        const EntryPtr &entry = partition.entries[partition.persistedEntries].entry;
        if (entry->position > position)
            break;
        ++partition.persistedEntries;
        --m_unpersistedEntries;
    }
    evict(ids);
}

/// Drops the oldest of what may be dropped until the bound is kept; and if nothing may, the oldest
/// texts.
void Tail::evict(MessageIds::Writer &ids)
{
    while (m_bytes > m_maxBytes) {
        Partition *oldest = nullptr;
        Partition *oldestToOutline = nullptr;
        const auto isOlder = [](const Partition &left, const Partition *right) {
            return !right || left.entries.front().sequence < right->entries.front().sequence;
        };
        for (Partition &partition : m_partitions) {
            if (partition.persistedEntries > 0 && isOlder(partition, oldest))
                oldest = &partition;
            if (!partition.entries.empty() && isOlder(partition, oldestToOutline))
                oldestToOutline = &partition;
        }
        if (oldest)
            dropFirst(*oldest, ids);
        else if (oldestToOutline)
            outlineFirst(*oldestToOutline, ids);
        else
            return;
    }
}

/// Of a partition of which nothing is persisted.
void Tail::outlineFirst(Partition &partition, MessageIds::Writer &ids)
{
    const EntryPtr entry = partition.entries.front().entry;
    partition.entries.pop_front();
    leaveMemory(entry);
    Room &room = m_rooms[entry->room.id];
    room.outlined = entry->position;
    Entry outline {.id = entry->id,
                   .room = entry->room,
                   .position = entry->position,
                   .nickname = entry->nickname,
                   .text = {},
                   .time = entry->time,
                   .json = {}};
    if (entry->change) {
        room.outlinedChange = entry->position;
        outline.change = std::make_shared<const Change>(
            Change {.type = entry->change->type, .target = entry->change->target});
    }
    partition.outlines.push_back(std::make_shared<const Entry>(std::move(outline)));
    ids.replaceBy(partition.outlines.back());
    m_outlineBytes += costOf(*partition.outlines.back());
}

void Tail::dropPersistedOutlines(Partition &partition, MessageIds::Writer &ids)
{
    while (!partition.outlines.empty()
           && partition.outlines.front()->position <= partition.persisted) {
        const EntryPtr outline = partition.outlines.front();
        partition.outlines.pop_front();
        m_outlineBytes -= costOf(*outline);
        --m_unpersistedEntries;
        ids.forget(*outline);
    }
}

/// Of a partition of which something may be dropped.
void Tail::dropFirst(Partition &partition, MessageIds::Writer &ids)
{
    const EntryPtr entry = partition.entries.front().entry;
    partition.entries.pop_front();
    --partition.persistedEntries;
    leaveMemory(entry);
    ids.forget(*entry);
}

void Tail::dropAll(Partition &partition, MessageIds::Writer &ids)
{
    m_unpersistedEntries -=
        std::ssize(partition.entries) - static_cast<qint64>(partition.persistedEntries);
    for (const Queued &queued : partition.entries) {
        leaveMemory(queued.entry);
        ids.forget(*queued.entry);
    }
    m_unpersistedEntries -= std::ssize(partition.outlines);
    for (const EntryPtr &outline : partition.outlines) {
        m_outlineBytes -= costOf(*outline);
        ids.forget(*outline);
    }
}

void Tail::beginAnew(std::optional<int> only, qint64 last)
{
    const std::unique_lock lock(m_mutex);
    MessageIds::Writer ids(m_ids);
    for (auto partition = m_partitions.begin(); partition != m_partitions.end(); ++partition) {
        if (only && partition.key() != *only)
            continue;
        dropAll(*partition, ids);
        *partition = Partition {.persisted = last};
    }
    for (Room &room : m_rooms) {
        if (only && room.ref.partition != *only)
            continue;
        for (qint64 *reached : {&room.last.any, &room.last.message, &room.last.change})
            *reached = std::min(*reached, last);
        room.floor = room.last.any;
        room.outlined = 0;
        room.outlinedChange = 0;
    }
}

bool Tail::dropOlderThan(Timestamp time)
{
    const std::unique_lock lock(m_mutex);
    MessageIds::Writer ids(m_ids);
    bool dropped = false;
    for (Partition &partition : m_partitions) {
        for (;;) {
            // As a rule times grow along the log. Where a clock was wrong, younger ones in between
            // go as well: the database has them.
            const auto end = partition.entries.begin()
                + std::min(static_cast<std::ptrdiff_t>(partition.persistedEntries), outOfOrder);
            const auto old =
                std::find_if(std::make_reverse_iterator(end), partition.entries.rend(),
                             [time](const Queued &queued) { return queued.entry->time < time; });
            auto count = std::distance(old, partition.entries.rend());
            if (count == 0)
                break;
            dropped = true;
            while (count-- > 0)
                dropFirst(partition, ids);
        }
    }
    return dropped;
}

/// The room's oldest message or change in memory, since a room lives on one partition.
void Tail::leaveMemory(const EntryPtr &entry)
{
    Room &room = m_rooms[entry->room.id];
    room.floor = entry->position;
    (entry->change ? room.changes : room.entries).pop_front();
    m_bytes -= costOf(*entry);
}

/// Towards the newest: what follows a cursor, oldest first. Above the floor only.
Page Tail::above(const Room &room, const PageRequest &request) const
{
    const qint64 after = std::max(*request.after, room.floor);
    const auto first = std::upper_bound(room.entries.begin(), room.entries.end(), after, isAfter);
    auto end = room.entries.end();
    if (request.before)
        end = std::lower_bound(first, end, *request.before, isBefore);
    const auto count = std::min<std::ptrdiff_t>(end - first, request.limit);
    Page page {{first, first + count}, count < end - first};
    Q_ASSERT(answers(page, request, room.floor));
    return page;
}

/// Towards the oldest: what precedes a cursor, or the end. Above the floor only.
Page Tail::below(const Room &room, const PageRequest &request) const
{
    auto end = room.entries.end();
    if (request.before)
        end = std::lower_bound(room.entries.begin(), end, *request.before, isBefore);
    const auto count = std::min<std::ptrdiff_t>(end - room.entries.begin(), request.limit);
    Page page {{end - count, end}, end - count != room.entries.begin()};
    Q_ASSERT(answers(page, request, room.floor));
    return page;
}

/// above(), with one message and one change more than a page may have if there are, and what of the
/// changes is still of use.
Page Tail::aboveWithChanges(const Room &room, const PageRequest &request) const
{
    PageRequest wider = request;
    ++wider.limit;
    Page page = above(room, wider);
    const qint64 after = std::max(*request.after, room.floor);
    page.changes.assign(std::upper_bound(room.changes.begin(), room.changes.end(), after, isAfter),
                        room.changes.end());
    dropWhatWasDeleted(page.changes, page.changes);
    return page;
}

std::optional<Page> Tail::page(const PageRequest &request) const
{
    const std::shared_lock lock(m_mutex);
    const auto room = m_rooms.constFind(request.room.id);
    if (room == m_rooms.cend())
        return std::nullopt;
    if (request.after) {
        if (*request.after < room->floor)
            return std::nullopt;
        if (request.changes)
            return withinLimits(aboveWithChanges(*room, request), request.limit, room->last.any);
        return above(*room, request);
    }
    if (request.before && *request.before <= room->floor)
        return std::nullopt;
    Page page = below(*room, request);
    page.last = room->last.any;
    if (page.more || room->floor == 0)
        return page;
    // The database holds the message at the floor at least, or the one that the change there is of.
    if (page.entries.size() < static_cast<std::size_t>(request.limit))
        return std::nullopt;
    page.more = true;
    return page;
}

Tail::Part Tail::partial(const PageRequest &request) const
{
    const std::shared_lock lock(m_mutex);
    const auto room = m_rooms.constFind(request.room.id);
    if (room == m_rooms.cend())
        return {{}, std::numeric_limits<qint64>::max()};
    const auto partition = m_partitions.constFind(room->ref.partition);
    const qint64 persisted = partition == m_partitions.cend() ? 0 : partition->persisted;
    const bool allPersisted = request.before && *request.before <= persisted + 1;
    const bool withChanges = request.after && request.changes;
    return {.page = withChanges ? aboveWithChanges(*room, request)
                : request.after ? above(*room, request)
                                : below(*room, request),
            .floor = room->floor,
            .behind =
                (room->outlined > persisted && !allPersisted) || room->outlinedChange > persisted,
            .changes = {room->changes.begin(), room->changes.end()},
            .reached = room->last.any};
}

std::vector<EntryPtr> Tail::changesOf(const QUuid &room, const QUuid &message) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<EntryPtr> changes;
    if (const auto found = m_rooms.constFind(room); found != m_rooms.cend())
        std::copy_if(
            found->changes.begin(), found->changes.end(), std::back_inserter(changes),
            [&message](const EntryPtr &entry) { return entry->change->target == message; });
    return changes;
}

Tail::Since Tail::since(const QUuid &room, Timestamp time) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(room);
    if (found == m_rooms.cend())
        return {1, std::numeric_limits<qint64>::max()};
    const auto first = std::lower_bound(
        found->entries.begin(), found->entries.end(), time,
        [](const EntryPtr &entry, Timestamp wanted) { return entry->time < wanted; });
    const bool allAreYoung = first == found->entries.begin();
    return {first == found->entries.end() ? found->last.any + 1 : (*first)->position,
            allAreYoung ? found->floor : 0};
}

bool Tail::vouchesFor(const QUuid &room, const Cursor &cursor) const
{
    return (cursor.epoch.isNull() || m_epochs.judge(cursor) == Epochs::Verdict::Good)
        && cursor.position <= lastPosition(room);
}

bool Tail::knows(const QUuid &room) const
{
    const std::shared_lock lock(m_mutex);
    return m_rooms.contains(room);
}

Tail::Reached Tail::reached(const QUuid &room) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? Reached() : found->last;
}

qint64 Tail::bytes() const
{
    const std::shared_lock lock(m_mutex);
    return m_bytes;
}

qint64 Tail::unpersistedEntries() const
{
    const std::shared_lock lock(m_mutex);
    return m_unpersistedEntries;
}

bool Tail::full() const
{
    const std::shared_lock lock(m_mutex);
    return m_outlineBytes >= m_maxBytes;
}

} // namespace samsa::log

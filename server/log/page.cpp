// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/page.h"

#include "protocol/limits.h"
#include "server/base/fold.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace samsa::log {

using protocol::EventType;

namespace {

void dropBehind(std::vector<EntryPtr> &entries, qint64 position)
{
    while (!entries.empty() && entries.back()->position > position)
        entries.pop_back();
}

} // namespace

Page withinLimits(Page page, int limit, qint64 reached)
{
    page.last = reached;
    page.more = false;
    if (std::ssize(page.entries) > limit) {
        page.entries.resize(static_cast<std::size_t>(limit));
        page.last = page.entries.back()->position;
        page.more = true;
    }
    dropBehind(page.changes, page.last);
    if (std::ssize(page.changes) > protocol::limits::pageEvents) {
        page.changes.resize(protocol::limits::pageEvents);
        page.last = page.changes.back()->position;
        page.more = true;
        dropBehind(page.entries, page.last);
    }
    return page;
}

void foldInto(std::vector<EntryPtr> &messages, const std::vector<EntryPtr> &changes)
{
    if (changes.empty() || messages.empty())
        return;
    QHash<QUuid, std::vector<const Entry *>> byTarget;
    for (const EntryPtr &change : changes)
        byTarget[change->change->target].push_back(change.get());
    for (EntryPtr &message : messages) {
        const auto found = byTarget.constFind(message->id);
        if (found == byTarget.cend())
            continue;
        for (const Entry *change : *found)
            if (auto folded = fold(message, madeBy(*change)))
                message = std::move(folded).value();
    }
}

void dropWhatWasDeleted(std::vector<EntryPtr> &changes, const std::vector<EntryPtr> &all)
{
    QSet<QUuid> deleted;
    for (const EntryPtr &change : all)
        if (change->change->type == EventType::Delete)
            deleted.insert(change->change->target);
    if (deleted.isEmpty())
        return;
    std::erase_if(changes, [&deleted](const EntryPtr &change) {
        return change->change->type != EventType::Delete
            && deleted.contains(change->change->target);
    });
}

} // namespace samsa::log

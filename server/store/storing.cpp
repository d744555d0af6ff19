// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/storing.h"

#include "server/store/change_table.h"
#include "server/store/message_table.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace samsa::store {

Result<Stored> storeEntries(Database &database, const std::vector<EntryPtr> &entries)
{
    const auto isChange = [](const EntryPtr &entry) { return entry->change != nullptr; };
    if (std::none_of(entries.begin(), entries.end(), isChange)) {
        const auto inserted = MessageTable(database).insert(entries);
        return inserted ? Result<Stored>(Stored {*inserted, 0}) : inserted.error();
    }
    std::vector<EntryPtr> messages = entries;
    const auto firstChange =
        std::stable_partition(messages.begin(), messages.end(), std::not_fn(isChange));
    std::vector<EntryPtr> changes(std::make_move_iterator(firstChange),
                                  std::make_move_iterator(messages.end()));
    messages.erase(firstChange, messages.end());
    ChangeTable table(database);
    if (const auto locked = table.lock(changes); !locked)
        return locked.error();
    const auto inserted = MessageTable(database).insert(std::move(messages));
    if (!inserted)
        return inserted.error();
    const auto applied = table.apply(std::move(changes));
    if (!applied)
        return applied.error();
    return Stored {*inserted, *applied};
}

} // namespace samsa::store

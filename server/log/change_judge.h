// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/tail.h"

#include <QHash>

#include <functional>

namespace samsa::log {

/// Whether a change may be made, and what becomes of its target: by the messages that came before
/// it in the same run of the log, then the tail, then the database with what the tail holds on top.
/// Made for one run, and thrown away. Thread: the caller's; waits for nothing but what Load does.
class ChangeJudge
{
public:
    /// The messages of a room with these ids, as the database has them. May wait.
    using Load = std::function<protocol::Result<QHash<QUuid, EntryPtr>>(const RoomRef &,
                                                                        const QList<QUuid> &)>;
    ChangeJudge(const Tail &tail, Load load);

    struct Verdict
    {
        enum class Known { Applies, Refused, Unsure };
        Known known = Known::Unsure; ///< Unsure: the database has to say, and does not.
        EntryPtr after {}; ///< Of one that applies, unless the target's text is not in memory.
        protocol::Error why {}; ///< Of one that is refused (fold()), or TargetNotFound.
    };

    /// Loads what memory lacks: the database is asked once for each room.
    void prepare(const std::vector<const NewMessage *> &changes);
    /// By memory alone, and what was prepared.
    Verdict judge(const NewMessage &change, qint64 position);

    /// The entry of a change that applies; the run goes on with its target as it is then.
    EntryPtr entryOf(const NewMessage &change, qint64 position, const Verdict &verdict);
    /// The run goes on with this message.
    void take(const EntryPtr &message);

private:
    using Key = MessageIds::Key;

    EntryPtr find(const NewMessage &change) const;

    const Tail &m_tail;
    const Load m_load;
    QHash<Key, EntryPtr> m_messages; // Of the run, and of the database.
    QHash<QUuid, bool> m_asked; // By room: whether the database has answered.
};

} // namespace samsa::log

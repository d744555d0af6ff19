// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <QString>

#include <functional>
#include <optional>
#include <variant>

namespace samsa {

/// Messages that the log holds, and changes of them (Entry::change), one after the other: positions
/// grow within each room, and no id is there twice. So many at once, and not one event each,
/// because whoever hands them on does it cheapest for many.
struct Posted
{
    std::vector<EntryPtr> entries;
};

/// A room that the log announces, made here or at another node. Before any of its messages.
struct RoomCreated
{
    RoomRef room;
    QString name;
    QString creator;
    Timestamp created {};
};

/// An epoch of the log has begun (docs/decisions/0022): of what came before in these rooms, only
/// what is up to this position is still there.
struct EpochBegun
{
    std::optional<int> partition; ///< Nothing: in all rooms.
    qint64 last = 0;

    bool concerns(const RoomRef &room) const { return !partition || *partition == room.partition; }
};

/// The room list is not what it was; chat::Rooms knows how. It keeps no order with other events:
/// whoever hears it looks at the list as it is then.
struct RoomListChanged
{
};

/// Somebody types in a room, here or at another node.
struct Typed
{
    QUuid room;
    QByteArray nickname;
};

/// A claimed nickname was left, here or at another node, or is somebody else's: its connections
/// end.
struct SessionLeft
{
    QByteArray tokenHash;
    bool lost = false; ///< It is somebody else's; nobody wanted to leave.
};

/// All that happens and is told on: by the log, which knows the first three kinds, and to the
/// workers, who hear of all of them. What merely forwards events does not look at their kind.
using Event = std::variant<Posted, RoomCreated, EpochBegun, RoomListChanged, Typed, SessionLeft>;
/// In the order in which it happened.
using Events = std::vector<Event>;
/// The same once for all workers. Immutable.
using EventsPtr = std::shared_ptr<const Events>;
/// Tells the workers of this node. From any thread; waits only with messages, for a worker that is
/// too far behind.
using TellWorkers = std::function<void(EventsPtr)>;

inline EventsPtr oneEvent(Event event)
{
    Events events;
    events.push_back(std::move(event));
    return std::make_shared<const Events>(std::move(events));
}

/// For std::visit(): a function for each kind of event, so that a kind without one does not
/// compile.
template <typename... Functions>
struct ForEachKind : Functions...
{
    using Functions::operator()...;
};
template <typename... Functions>
ForEachKind(Functions...) -> ForEachKind<Functions...>;

} // namespace samsa

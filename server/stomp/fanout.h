// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"
#include "server/chat/services.h"
#include "server/stomp/subscription.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <vector>

namespace samsa::stomp {

/// Hands what happened to the live subscriptions of one worker. A frame is encoded once for all
/// subscribers that share a subscription id and a STOMP version, the messages of one delivery leave
/// a connection in one write, and nothing is allocated per subscriber.
///
/// Thread: the worker's. Subscriptions of a destination stand in a flat array; adding and removing
/// one takes constant time.
class Fanout : public QObject
{
    Q_OBJECT
public:
    explicit Fanout(const chat::Services &services, QObject *parent = nullptr);

    /// From now on the subscription gets what is newer than its lastPosition.
    void add(Subscription &subscription);
    void remove(Subscription &subscription);

    /// Messages of the log, and changes for those who asked for events, after the tail and the
    /// rooms have them. The more at once, the less it costs.
    void deliver(std::vector<EntryPtr> entries);
    /// Anything that happened. Of changes of the room list its followers hear at once, or within a
    /// quarter of a second when much is happening, so that a busy room is told four times a second
    /// at most.
    void tell(const Event &event);

private:
    using Subscribers = std::vector<Subscription *>;
    struct Told
    {
        QByteArray messageId;
        QByteArray body; // JSON.
    };

    void deliverToRoom(const Subscribers &subscribers, const EntryPtr *first, const EntryPtr *last);
    void beginAnew(const EpochBegun &epoch);
    void deliverWithChanges(const Subscribers &subscribers, const EntryPtr *first,
                            const EntryPtr *last);
    void broadcast(const protocol::Destination &destination, const std::vector<Told> &told);
    void tellTyping(const Typed &typed);
    void roomsChanged();
    void tellRoomChanges();

    const chat::Services &m_services;
    QHash<protocol::Destination, Subscribers> m_subscribers; // No destination without any.

    QTimer m_roomsPause;
    bool m_roomsDirty = false;
    quint64 m_roomsVersion = 0; // What the followers of the list have been told.
};

} // namespace samsa::stomp

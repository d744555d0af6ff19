// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/chat/services.h"
#include "server/stomp/subscription.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <vector>

namespace samsa::stomp {

/// Hands what the log delivered to the live subscriptions of one worker. A frame is encoded once
/// for all subscribers that share a subscription id and a STOMP version, the messages of one batch
/// leave a connection in one write, and nothing is allocated per subscriber.
///
/// Thread: the worker's. Subscriptions of a room stand in a flat array; adding and removing one
/// takes constant time.
class Fanout : public QObject
{
    Q_OBJECT
public:
    explicit Fanout(const chat::Services &services, QObject *parent = nullptr);

    /// From now on the subscription gets what is newer than its lastPosition.
    void add(Subscription &subscription);
    void remove(Subscription &subscription);

    /// What the log delivered, after the tail and the rooms have it. The more at once, the less it
    /// costs.
    void deliver(std::vector<EntryPtr> entries);
    /// The directory of rooms has changed. Followers hear of it at once, or within a quarter of a
    /// second when much is happening, so that a busy room is told four times a second at most.
    void roomsChanged();

    /// Somebody is typing in a room; whoever follows that hears of it.
    void typing(const QUuid &room, const QByteArray &nickname);

    qsizetype subscriptions() const { return m_count; }

private:
    using Subscribers = std::vector<Subscription *>;

    Subscribers *subscribersOf(const Subscription &subscription);
    void deliverToRoom(const Subscribers &subscribers, const EntryPtr *first, const EntryPtr *last);
    void tellRoomChanges();

    const chat::Services &m_services;
    QHash<QUuid, Subscribers> m_rooms;
    QHash<QUuid, Subscribers> m_typing; // By room.
    Subscribers m_roomList;
    qsizetype m_count = 0;

    QTimer m_roomsPause;
    bool m_roomsDirty = false;
    quint64 m_roomsVersion = 0; // What the followers of the list have been told.
};

} // namespace samsa::stomp
